using System.Collections.Concurrent;
using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

/// <summary>Synthetic bars made into training data.</summary>
internal static class Synthetic
{
    private static readonly ConcurrentDictionary<(int Days, SyntheticOptions Options, long Seed), Task<Dataset>> Built = new();
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2024, 1, 8, 0, 0, 0, TimeSpan.Zero));

    public static IEnumerable<MinuteBars> Bars(int days, SyntheticOptions? options = null, long seed = 1) =>
        new SyntheticMarket(seed, options ?? SyntheticOptions.Default).Generate(Start, Start + (days * 1440));

    /// <summary>Rows of so many days at the default stride, built once for all tests that ask for the same.</summary>
    public static Task<Dataset> DatasetAsync(int days, SyntheticOptions? options = null, long seed = 1) => Built.GetOrAdd(
        (days, options ?? SyntheticOptions.Default, seed),
        key => DatasetBuilder.BuildAsync(
            InMemoryBars.Stream(Bars(key.Days, key.Options, key.Seed)), new DatasetOptions(), null, CancellationToken.None));

    public static TrainingData Prepare(Dataset dataset, int graph = 0)
    {
        var range = new MinuteRange(MarketCalendar.NumberOf(dataset.First), MarketCalendar.NumberOf(dataset.Last));
        return TrainingData.Prepare(dataset, PurgedSplit.Divide(range, Embargo.For(dataset.Options.Target)), graph);
    }

    public static TrainResult Train(TrainingData data, IModelTrainer trainer) => ModelFactory.Run(
        data,
        new TrainOptions { Trainer = trainer, Name = "bqx", Version = 1, Seed = 1, CodeVersion = "test", Command = "test" },
        null,
        TestContext.Current.CancellationToken);
}
