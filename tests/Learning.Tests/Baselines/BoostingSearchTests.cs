using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Baselines;
using Bqx.Learning.Search;
using Bqx.Learning.Selection;
using Bqx.Learning.Tests.Search;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Tests.Baselines;

public sealed class BoostingSearchTests
{
    [Fact]
    public void Apply_Described_IsTheSameAgain()
    {
        var options = new TreeOptions { MaxDepth = 3, Lambda = 7, Rounds = 11 };

        BoostingSearch.Apply(options with { MaxDepth = 6, Lambda = 1 }, BoostingSearch.Describe(options)).ShouldBe(options);
        BoostingSearch.Describe(options).Keys.ShouldBe(BoostingSearch.Space.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_PlantedSignal_TakesTheTrialOfTheLeastLoss()
    {
        Trees.TreeData.RequireLibrary();
        var (data, ledger) = (PlantedData.Create(minutes: 25_000), new MemoryLedger());
        var selection = new FeatureSelection([new FeatureCluster(PlantedData.Signal, [PlantedData.Signal]), new FeatureCluster(6, [6])]);
        var search = new RandomSearch(BoostingSearch.Space, ledger, TimeProvider.System);

        var best = await BoostingSearch.RunAsync(
            data, selection, new TreeOptions { Rounds = 30, Patience = 5, Threads = 1 }, search, TrialOf(), 4, TestContext.Current.CancellationToken);

        ledger.Trials.Count.ShouldBe(4);
        BoostingSearch.Describe(best).ShouldBe(ledger.Trials.MinBy(trial => trial.Metrics["loss"])!.Parameters);
        ledger.Trials.Max(trial => trial.Skill).ShouldNotBeNull().ShouldBe(PlantedData.Skill, 0.1);
    }

    private static Trial TrialOf() => new()
    {
        Study = "xgboost",
        Plan = Digest.Of("plan"u8),
        Kind = "xgboost",
        Target = "bqx60_h60",
        Fold = 0,
        TrainFrom = new Minute(0),
        TrainTo = new Minute(10),
        TestFrom = new Minute(20),
        TestTo = new Minute(30),
        Seed = 7,
        Parameters = ImmutableSortedDictionary<string, double>.Empty,
        Metrics = ImmutableSortedDictionary<string, double>.Empty,
        FeatureFingerprint = Digest.Of("features"u8),
        DataDigest = Digest.Of("bars"u8),
        CodeVersion = "test",
        StartedAt = default,
        EndedAt = default,
    };
}
