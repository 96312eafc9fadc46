using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Search;

namespace Bqx.Learning.Tests.Search;

public sealed class RandomSearchTests
{
    private static readonly ImmutableSortedDictionary<string, double> None = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    private static readonly ImmutableArray<SearchParameter> Space =
    [
        new("depth", 2, 5, SearchScale.Integer), new("rate", 0.001, 10, SearchScale.Logarithmic), new("share", 0.25, 0.75),
    ];

    private static readonly Trial Template = new()
    {
        Study = "test",
        Plan = Digest.Of("plan"u8),
        Kind = "xgboost",
        Target = "bqx60_h60",
        Fold = 0,
        TrainFrom = new Minute(0),
        TrainTo = new Minute(10),
        TestFrom = new Minute(20),
        TestTo = new Minute(30),
        Seed = 7,
        Parameters = None,
        Metrics = None,
        FeatureFingerprint = Digest.Of("features"u8),
        DataDigest = Digest.Of("bars"u8),
        CodeVersion = "test",
        StartedAt = default,
        EndedAt = default,
    };

    private readonly MemoryLedger _ledger = new();

    [Fact]
    public async Task Run_ManyTrials_StayInTheSpaceAndFillIt()
    {
        await RunAsync(400, _ => 1);

        var depths = Values("depth");
        depths.Distinct().Order().ShouldBe([2, 3, 4, 5]);
        depths.GroupBy(depth => depth).ShouldAllBe(group => group.Count() > 60);
        Values("share").ShouldAllBe(share => share >= 0.25 && share < 0.75);
        Values("rate").ShouldAllBe(rate => rate >= 0.001 && rate <= 10);

        // Half of the values of a logarithmic scale lie below the geometric mean of its ends, 0.1.
        Values("rate").Count(rate => rate < 0.1).ShouldBeInRange(160, 240);
    }

    [Fact]
    public async Task Run_Best_IsTheSmallestLossOfTheLedger()
    {
        var result = await RunAsync(50, parameters => Math.Abs(parameters["share"] - 0.5));

        _ledger.Trials.Count.ShouldBe(50);
        result.Outcome.Loss.ShouldBe(_ledger.Trials.Min(trial => trial.Metrics["loss"]));
        result.Parameters.ShouldBe(_ledger.Trials[result.Trial].Parameters);
        result.Tried.ShouldBe(50);
    }

    [Fact]
    public async Task Run_MoreTrials_BeginWithTheSameOnes()
    {
        await RunAsync(3, _ => 1);
        await RunAsync(6, _ => 1);

        for (var i = 0; i < 3; i++)
        {
            _ledger.Trials[3 + i].Parameters.ShouldBe(_ledger.Trials[i].Parameters);
        }

        _ledger.Trials[4].Parameters.ShouldNotBe(_ledger.Trials[3].Parameters);
    }

    [Fact]
    public async Task Run_Start_IsTriedFirst()
    {
        var start = None.Add("depth", 3);

        await RunAsync(2, _ => 1, start);

        _ledger.Trials[0].Parameters.ShouldBe(start);
        _ledger.Trials[1].Parameters.Keys.ShouldBe(["depth", "rate", "share"]);
    }

    [Fact]
    public async Task Run_FailedTrials_AreWrittenDownAndNotTaken()
    {
        var calls = 0;

        var result = await RunAsync(3, _ => calls++ == 1 ? 5 : double.NaN);

        result.Trial.ShouldBe(1);
        _ledger.Trials.Select(trial => trial.Metrics.Count).ShouldBe([0, 1, 0]);
    }

    [Fact]
    public async Task Run_AllFailed_IsAFault() =>
        (await Should.ThrowAsync<FaultException>(() => RunAsync(2, _ => double.NaN))).Fault.ShouldBe(Fault.ModelFailed);

    [Theory]
    [InlineData(2, 1, SearchScale.Linear)]
    [InlineData(0, 1, SearchScale.Logarithmic)]
    public void Parameter_WrongEnds_AreRefused(double low, double high, SearchScale scale) =>
        Should.Throw<FaultException>(() => new SearchParameter("x", low, high, scale)).Fault.ShouldBe(Fault.InvalidInput);

    private List<double> Values(string name) => [.. _ledger.Trials.Select(trial => trial.Parameters[name])];

    private Task<SearchResult> RunAsync(
        int trials, Func<ImmutableSortedDictionary<string, double>, double> loss, ImmutableSortedDictionary<string, double>? start = null) =>
        new RandomSearch(Space, _ledger, TimeProvider.System).RunAsync(
            Template, start, trials, (parameters, _) => SearchOutcome.Of(loss(parameters)), TestContext.Current.CancellationToken);
}
