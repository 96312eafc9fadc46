using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.TestKit;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.FeatureTables;

public sealed class ComputeJobTests
{
    private static readonly Minute From = MarketCalendar.WeekOpen(899);

    // Monday to Thursday evening: four trading days without gaps.
    private static readonly List<MinuteBars> Minutes =
        [.. new SyntheticMarket(6, SyntheticOptions.GaussianWalk).Generate(From, From + (4 * 1440))];

    private readonly MemoryFeatures _features = new();

    [Fact]
    public async Task Run_LastDay_StoresAllTablesOfAllPairs()
    {
        var result = await RunAsync(Minutes, days: 1);
        var tables = StoredTable.All.Length;
        result.ShouldBe(new ComputeResult(4 * 1440, 1440 * 28 * tables, From + (3 * 1440), From + (4 * 1440), FromSnapshot: false));
        _features.Tables.Count.ShouldBe(28 * tables);
        var reg = _features.Tables.Single(table => table is { Table: "reg", Pair.Name: "EURUSD" });
        reg.Columns.ShouldBe([.. FeatureCatalogue.NamesOf(FeatureFamily.Regression), .. FeatureCatalogue.NamesOf(FeatureFamily.BqxRegression)]);
        reg.Closes.Length.ShouldBe(1440);
        reg.Values.Length.ShouldBe(1440 * reg.Columns.Length);
        reg.Closes.Span[0].ShouldBe(From + (3 * 1440) + 1);
    }

    [Fact]
    public async Task Run_LastRow_IsTheLatestVectorsOwn()
    {
        await RunAsync(Minutes, days: 1);
        var pair = Pair.Parse("CADCHF");
        var latest = _features.Latest.Single(vector => vector.Pair == pair);
        latest.Close.ShouldBe(Minutes[^1].Close);
        latest.Fingerprint.ShouldBe(FeatureCatalogue.Schema.Fingerprint);
        var bqx = _features.Tables.Single(table => table.Table == "bqx" && table.Pair == pair);
        bqx.Values.Span[^37..].SequenceEqual(latest.Values.Span[..37]).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_SnapshotAtHand_GivesTheSameRowsFromLessReplay()
    {
        await RunAsync(Minutes, days: 1);
        var whole = _features.Tables.ToDictionary(table => (table.Table, table.Pair), table => table.Values.ToArray());
        _features.States.Keys.ShouldBe([From + (2 * 1440), From + (3 * 1440), From + (4 * 1440)]);
        _features.Tables.Clear();
        var again = await RunAsync(Minutes, days: 1);
        again.FromSnapshot.ShouldBeTrue();
        again.Minutes.ShouldBe(1440);
        _features.Tables.ForEach(table => table.Values.Span.SequenceEqual(whole[(table.Table, table.Pair)]).ShouldBeTrue());
    }

    [Fact]
    public async Task Run_MoreDaysThanThereAre_StoresWhatIsComplete()
    {
        var result = await RunAsync(Minutes[..2000], days: 30);
        result.Rows.ShouldBe((2000 - FeatureCatalogue.LongestLookback + 1) * 28 * StoredTable.All.Length);
    }

    [Fact]
    public async Task Run_NoBars_SaysWhatToDo() =>
        (await Should.ThrowAsync<FaultException>(() => RunAsync([], days: 1))).Message.ShouldContain("'ingest' or 'synthetic'");

    private Task<ComputeResult> RunAsync(List<MinuteBars> minutes, int days) =>
        new ComputeJob(new MemoryBars(minutes), _features, new FakeTimeProvider()).RunAsync(days, progress: null, TestContext.Current.CancellationToken);
}
