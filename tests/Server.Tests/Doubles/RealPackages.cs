using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Packages as the trainer writes them, made once for all tests.</summary>
internal static class RealPackages
{
    private const int Days = 10;
    private const int Stride = 60;
    private static readonly Lazy<Task<PackageContent>> Trained = new(TrainAsync);

    /// <summary><c>trained@1</c>: a ridge regression of all pairs, fitted on some days of synthetic bars.</summary>
    public static Task<PackageContent> TrainedAsync() => Trained.Value;

    /// <summary>A bundle with its members. Those of the same seed have the same weights, whatever their lead-lag graph is.</summary>
    public static SampleBundle Bundle(string name, int lag = LeadLagGraph.DefaultLag) =>
        SampleBundle.Create(FeatureCatalogue.Schema, name, graph: GraphOf(lag));

    /// <summary>The graph with one lag everywhere.</summary>
    public static LeadLagGraph GraphOf(int lag) => new(Enumerable.Repeat((byte)lag, LeadLagGraph.Edges).ToArray());

    /// <summary>A repository that holds packages.</summary>
    public static async Task<FixedRepository> RepositoryAsync(params IEnumerable<PackageContent> packages)
    {
        var repository = new FixedRepository();
        foreach (var package in packages)
        {
            await package.PublishAsync(repository, CancellationToken.None);
        }

        return repository;
    }

    /// <summary>Signs packages that are in a repository.</summary>
    public static async Task SignAsync(IModelRepository repository, ECDsa key, params IEnumerable<PackageContent> packages)
    {
        foreach (var package in packages)
        {
            var signature = PackageSignature.Sign(key, package.Files[PackageFileNames.Manifest].Span);
            await repository.SignAsync(package.Manifest.Id, signature, CancellationToken.None);
        }
    }

    private static async Task<PackageContent> TrainAsync()
    {
        var bars = new SyntheticMarket(2, SyntheticOptions.Default).Generate(TestBars.Start + (-Days * 1440), TestBars.Start);
        var dataset = await DatasetBuilder.BuildAsync(
            InMemoryBars.Stream(bars), new DatasetOptions { Stride = Stride }, null, CancellationToken.None);
        var split = PurgedSplit.Divide(
            new MinuteRange(MarketCalendar.NumberOf(dataset.First), MarketCalendar.NumberOf(dataset.Last)),
            Embargo.For(dataset.Options.Target));
        var options = new TrainOptions
        {
            Trainer = new RidgeTrainer(),
            Name = "trained",
            Version = 1,
            Seed = 1,
            CodeVersion = "test",
            Command = "test",
        };
        return ModelFactory.Run(TrainingData.Prepare(dataset, split), options, null, CancellationToken.None).Package;
    }
}
