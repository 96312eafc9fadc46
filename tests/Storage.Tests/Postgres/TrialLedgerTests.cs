using System.Collections.Immutable;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedTrialLedgerTests(PostgresFixture fixture) : TrialLedgerTests(fixture, PostgresEngine.Embedded);

public sealed class DebianTrialLedgerTests(PostgresFixture fixture) : TrialLedgerTests(fixture, PostgresEngine.Debian);

public abstract class TrialLedgerTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly ImmutableSortedDictionary<string, double> None = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    private static Trial Example => new()
    {
        Study = "xgboost, fold 2",
        Plan = Digest.Of("plan"u8),
        Kind = "xgboost",
        Target = "bqx60_h60",
        Fold = 2,
        TrainFrom = At(2017, 1, 1),
        TrainTo = At(2017, 5, 1),
        TestFrom = At(2017, 6, 1),
        TestTo = At(2017, 7, 1),
        Seed = long.MaxValue,
        Parameters = None.Add("depth", 4).Add("learning_rate", 0.1),
        Metrics = None.Add("loss", 1.0 / 3),
        FeatureFingerprint = Digest.Of("features"u8),
        DataDigest = Digest.Of("bars"u8),
        CodeVersion = "abc",
        StartedAt = new DateTimeOffset(2017, 8, 1, 0, 0, 1, TimeSpan.Zero),
        EndedAt = new DateTimeOffset(2017, 8, 1, 0, 0, 2, TimeSpan.Zero),
    };

    [Fact]
    public async Task Trials_WrittenDown_AreReadAsTheyAreInTheirOrder()
    {
        var full = Example with
        {
            Pair = Pair.Parse("EURUSD"), Skill = -0.001, Sharpe = 0.02, Observations = 900, Skewness = -0.5, Kurtosis = 4.5,
        };
        await Storage.Trials.AddAsync(full, Stop);
        await Storage.Trials.AddAsync(Example with { Metrics = None, EndedAt = full.StartedAt }, Stop);
        await Storage.Trials.AddAsync(Example with { Study = "another" }, Stop);

        var trials = await Storage.Trials.ListAsync("xgboost, fold 2", Stop);

        trials.Count.ShouldBe(2);
        ShouldBeEqual(trials[0], full);
        ShouldBeEqual(trials[1], Example with { Metrics = None, EndedAt = full.StartedAt });
        (await Storage.Trials.ListAsync("nothing", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Trial_JudgedOnWhatItWasFittedOn_IsRefused() =>
        await Should.ThrowAsync<FaultException>(() => Storage.Trials.AddAsync(Example with { TestFrom = At(2017, 4, 1) }, Stop));

    private static void ShouldBeEqual(Trial actual, Trial expected)
    {
        actual.Parameters.ShouldBe(expected.Parameters);
        actual.Metrics.ShouldBe(expected.Metrics);
        (actual with { Parameters = None, Metrics = None }).ShouldBe(expected with { Parameters = None, Metrics = None });
    }
}
