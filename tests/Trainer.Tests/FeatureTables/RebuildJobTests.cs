using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.FeatureTables;

public sealed class RebuildJobTests
{
    private const int HalfWeek = MarketCalendar.MinutesPerWeek / 2;

    private static readonly Minute Open = MarketCalendar.WeekOpen(899);

    // A week and a half without gaps.
    private static readonly List<MinuteBars> Minutes =
        [.. new SyntheticMarket(6, SyntheticOptions.GaussianWalk).Generate(Open, MarketCalendar.Add(Open + 1, (3 * HalfWeek) - 1))];

    private static readonly Minute Last = Minutes[^1].Close;

    private static readonly Pair[] Pairs = [Pair.Parse("EURUSD"), Pair.Parse("CADCHF")];

    private readonly MemoryFeatures _features = new();
    private readonly MemoryRebuildLog _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_RangeOfTwoPairs_StoresTheRowsOfAStraightReplay()
    {
        var from = Open + 3000;
        var result = await RunAsync(new RebuildRequest(from, from + 99, Pairs));

        result.ShouldBe(new RebuildResult(from, from + 99, RebuildStart.Segment, 3099, 100 * 2 * StoredTable.All.Length, null));
        var engine = new FeatureEngine();
        Minutes.TakeWhile(minute => minute.Close <= from + 99).ToList().ForEach(minute => engine.Advance(minute.Close, minute.Bars.Span));
        var vector = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(Pairs[1], vector).ShouldBeTrue();
        foreach (var table in StoredTable.All)
        {
            var rows = _features.Tables.Single(stored => stored.Table == table.Name && stored.Pair == Pairs[1]);
            rows.Closes.ToArray().ShouldBe(Enumerable.Range(0, 100).Select(i => from + i));
            rows.Values[^table.Columns.Length..].ToArray().ShouldBe(table.Columns.Select(name => vector[FeatureCatalogue.Schema.IndexOf(name)]));
        }
    }

    [Fact]
    public async Task Run_Interrupted_GoesOnWhereItWasAndStoresTheSame()
    {
        var request = new RebuildRequest(null, null, Pairs);
        await RunAsync(request);
        var whole = Rows();
        _features.Tables.Clear();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var minutes = 0;
        await Should.ThrowAsync<OperationCanceledException>(() => Job().RunAsync(
            request,
            _ =>
            {
                if (++minutes == HalfWeek + 500)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        _log.Requests.Values.ShouldHaveSingleItem().Done.ShouldBe(Minutes[HalfWeek - 1].Close);

        var result = await RunAsync(request);

        result.Start.ShouldBe(RebuildStart.Interruption);
        result.Minutes.ShouldBe(2 * HalfWeek);
        Rows().ShouldBe(whole);
        _log.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_InterruptedInAnotherVersion_StartsAfreshAndStoresTheSame()
    {
        var request = new RebuildRequest(null, null, Pairs);
        await RunAsync(request);
        var whole = Rows();
        _features.Tables.Clear();
        _log.Requests[RebuildRequest.Identify(Open + 1, Last, Pairs)] = (Minutes[HalfWeek - 1].Close, [1, 2, 3]);

        var result = await RunAsync(request);

        result.Start.ShouldNotBe(RebuildStart.Interruption);
        Rows().ShouldBe(whole);
        _log.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_OtherRangeThanTheInterruptedOne_StartsAfresh()
    {
        _log.Requests[RebuildRequest.Identify(Open + 1, Last, Pairs)] = (Open + 10, [1, 2, 3]);

        (await RunAsync(new RebuildRequest(null, Last - 1, Pairs))).Start.ShouldBe(RebuildStart.Segment);
    }

    [Fact]
    public async Task Run_SnapshotBeforeTheRange_IsTheStart_AndGivesTheSame()
    {
        var request = new RebuildRequest(Open + 3000, Open + 3099, Pairs);
        await RunAsync(request);
        var whole = Rows();
        _features.Tables.Clear();
        var engine = new FeatureEngine();
        Minutes.TakeWhile(minute => minute.Close <= Open + 2500).ToList().ForEach(minute => engine.Advance(minute.Close, minute.Bars.Span));
        var state = new System.Buffers.ArrayBufferWriter<byte>();
        engine.Save(state);
        await _features.WriteEngineStateAsync(Open + 2500, FeatureCatalogue.Schema.Fingerprint, state.WrittenMemory, Stop);

        var result = await RunAsync(request);

        (result.Start, result.Minutes).ShouldBe((RebuildStart.Snapshot, 599));
        Rows().ShouldBe(whole);
    }

    [Fact]
    public async Task Run_GapBeforeTheRange_StartsAtTheSegment()
    {
        var gap = MarketCalendar.LongestGap + 1;
        var minutes = Minutes.Where(minute => minute.Close - Open is <= 1000 or > 1000 + MarketCalendar.LongestGap + 1).ToList();

        var result = await new RebuildJob(new MemoryBars(minutes), _features, _log)
            .RunAsync(new RebuildRequest(Open + 3000, Open + 3000, Pairs), progress: null, Stop);

        result.Minutes.ShouldBe(3000 - 1000 - gap);
    }

    [Fact]
    public async Task Verify_WhatWasStored_IsEqual()
    {
        var request = new RebuildRequest(null, null, Pairs);
        var stored = await RunAsync(request);

        var result = await Job().VerifyAsync(request, progress: null, Stop);

        result.Rows.ShouldBe(stored.Rows);
        result.Differences!.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task Verify_ChangedMissingAndSurplusRows_AreCountedAndNamed()
    {
        await RunAsync(new RebuildRequest(Open + 2000, Open + 2009, Pairs));
        _features.Tables.RemoveAll(table => table.Table == "reg" && table.Pair == Pairs[0]);
        var changed = _features.Tables.FindIndex(table => table.Table == "bqx" && table.Pair == Pairs[0]);
        var values = _features.Tables[changed].Values.ToArray();
        values[3 * _features.Tables[changed].Columns.Length] = MathF.BitIncrement(values[3 * _features.Tables[changed].Columns.Length]);
        _features.Tables[changed] = _features.Tables[changed] with { Values = values };
        var early = _features.Tables.Find(table => table.Table == "bqx" && table.Pair == Pairs[1])! with { Closes = new[] { Open + 5 } };
        _features.Tables.Insert(0, early with { Values = early.Values[..early.Columns.Length] });

        var differences = (await Job().VerifyAsync(new RebuildRequest(null, Open + 2009, [Pairs[0]]), progress: null, Stop)).Differences!;
        var other = (await Job().VerifyAsync(new RebuildRequest(null, Open + 1000, [Pairs[1]]), progress: null, Stop)).Differences!;

        var first = FeatureCatalogue.LongestLookback;
        differences.Different.ShouldBe(1);
        differences.Missing.ShouldBe(((2010 - first) * StoredTable.All.Length) - (10 * (StoredTable.All.Length - 1)));
        differences.Surplus.ShouldBe(0);
        differences.Examples.Count.ShouldBe(10);
        (other.Different, other.Missing, other.Surplus).ShouldBe((0, 0, 1));
        other.Examples.ShouldHaveSingleItem().ShouldBe($"bqx CADCHF {Open + 5} is stored but the bars give none");
    }

    [Fact]
    public async Task Run_NoBarsInTheRange_SaysWhereThereAreSome()
    {
        var fault = await Should.ThrowAsync<FaultException>(() => RunAsync(new RebuildRequest(Last + 1, null, Pairs)));

        fault.Message.ShouldBe($"There are no bars from {Last + 1} to {Last}: they reach from {Open + 1} to {Last}.");
    }

    private RebuildJob Job() => new(new MemoryBars(Minutes), _features, _log);

    private Task<RebuildResult> RunAsync(RebuildRequest request) => Job().RunAsync(request, progress: null, Stop);

    // One digest of every value by table, pair and minute, each once, whatever the order in which they were stored.
    private (int Count, Digest Values) Rows()
    {
        var rows = new SortedDictionary<(string, Pair, Minute), byte[]>();
        foreach (var table in _features.Tables)
        {
            for (var i = 0; i < table.Closes.Length; i++)
            {
                var values = table.Values.Slice(i * table.Columns.Length, table.Columns.Length).Span;
                rows.Add((table.Table, table.Pair, table.Closes.Span[i]), MemoryMarshal.AsBytes(values).ToArray());
            }
        }

        return (rows.Count, Digest.Of(rows.Values.SelectMany(row => row).ToArray()));
    }
}
