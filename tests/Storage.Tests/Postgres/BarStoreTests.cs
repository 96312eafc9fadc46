using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedBarStoreTests(PostgresFixture fixture) : BarStoreTests(fixture, PostgresEngine.Embedded);

public sealed class DebianBarStoreTests(PostgresFixture fixture) : BarStoreTests(fixture, PostgresEngine.Debian);

public abstract class BarStoreTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Write_BarsOfSeveralPairs_ReadBackMinuteByMinuteInPairOrder()
    {
        var first = At(2001, 3, 5, 10);
        Bar[] bars =
        [
            Bar(UsdJpy, first, 120_000),
            Bar(EurUsd, first),
            Bar(EurUsd, first + 1, 110_010, BarFlags.Filled),
            Bar(UsdJpy, first + 2, 120_020, BarFlags.Late | BarFlags.Corrected),
        ];

        await Storage.Bars.WriteAsync(bars, Stop);

        var minutes = await ReadAsync(first - 1, first + 2);
        minutes.Select(minute => minute.Close).ShouldBe([first, first + 1, first + 2]);
        minutes[0].Bars.ToArray().ShouldBe([bars[1], bars[0]]);
        minutes[1].Bars.ToArray().ShouldBe([bars[2]]);
        minutes[2].Bars.ToArray().ShouldBe([bars[3]]);
    }

    [Fact]
    public async Task Write_SameBarAgain_ChangesNothing()
    {
        var bar = Bar(EurUsd, At(2002, 1, 2));
        await Storage.Bars.WriteAsync(new[] { bar }, Stop);
        var before = await ScalarAsync("select xmin::text from bqx.m1 where ts = '2002-01-02Z'");

        await Storage.Bars.WriteAsync(new[] { bar }, Stop);

        (await ScalarAsync("select xmin::text from bqx.m1 where ts = '2002-01-02Z'")).ShouldBe(before);
    }

    [Fact]
    public async Task Write_OtherValues_Replaces()
    {
        var close = At(2003, 1, 2);
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, close) }, Stop);

        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, close, 99_000) }, Stop);

        (await ReadAsync(close - 1, close)).ShouldHaveSingleItem().Bars.ToArray().ShouldBe([Bar(EurUsd, close, 99_000)]);
    }

    [Fact]
    public async Task Write_SameKeyTwiceInOneCall_LastWins()
    {
        var close = At(2004, 1, 2);

        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, close), Bar(EurUsd, close, 99_000) }, Stop);

        (await ReadAsync(close - 1, close)).ShouldHaveSingleItem().Bars.ToArray().ShouldBe([Bar(EurUsd, close, 99_000)]);
    }

    [Fact]
    public async Task Write_LastDayOfMonth_CreatesNextMonthAhead()
    {
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, At(2005, 12, 31, 9)) }, Stop);

        (await ScalarAsync("select to_regclass('bqx.m1_eurusd_2005_12') is not null")).ShouldBe(true);
        (await ScalarAsync("select to_regclass('bqx.m1_eurusd_2006_01') is not null")).ShouldBe(true);
        (await ScalarAsync("select to_regclass('bqx.m1_eurusd_2006_02') is null")).ShouldBe(true);
    }

    [Fact]
    public async Task Write_FromManyAtOnceInANewMonth_AllSucceed()
    {
        var close = At(2007, 5, 1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Storage.Bars.WriteAsync(Pair.All.Select(pair => Bar(pair, close + i)).ToArray(), Stop)));

        (await ReadAsync(close - 1, close + 8)).Sum(minute => minute.Bars.Length).ShouldBe(8 * 28);
    }

    [Fact]
    public async Task Write_MoreThanOneStatementHolds_StoresAll()
    {
        var first = At(2008, 1, 1);

        await Storage.Bars.WriteAsync(Enumerable.Range(0, 10_000).Select(i => Bar(EurUsd, first + i)).ToArray(), Stop);

        (await ReadAsync(first - 1, first + 10_000)).Count.ShouldBe(10_000);
    }

    [Theory]
    [InlineData(-1, 3, 3)]
    [InlineData(0, 3, 2)]
    [InlineData(0, 1, 1)]
    [InlineData(2, 3, 0)]
    public async Task Read_Bounds_AreOpenBelowAndClosedAbove(int after, int upTo, int count)
    {
        // Three bars around the turn of a month: the close at 00:00 belongs to the new one.
        var first = At(2009, 1, 31, 23, 59);
        await Storage.Bars.WriteAsync(Enumerable.Range(0, 3).Select(i => Bar(EurUsd, first + i)).ToArray(), Stop);

        (await ReadAsync(first + after, first + upTo)).Count.ShouldBe(count);
    }

    [Fact]
    public async Task Read_RowsNotInTimeOrderOnDisk_AreOrdered()
    {
        var first = At(2010, 1, 4);
        foreach (var i in new[] { 3, 1, 2, 0 })
        {
            await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, first + i) }, Stop);
        }

        (await ReadAsync(first - 1, first + 3)).Select(minute => minute.Close - first).ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task Read_StoppedEarly_LeavesTheStorageUsable()
    {
        var first = At(2011, 1, 1);
        await Storage.Bars.WriteAsync(Enumerable.Range(0, 4).Select(i => Bar(EurUsd, first + (i * 44_640))).ToArray(), Stop);

        await foreach (var minute in Storage.Bars.ReadAsync(first - 1, first + 200_000, Stop))
        {
            minute.Close.ShouldBe(first);
            break;
        }

        (await ReadAsync(first - 1, first + 200_000)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        var close = At(2012, 1, 1);
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, close) }, Stop);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Storage.Bars.ReadAsync(close - 1, close, cancelled.Token))
            {
                Assert.Fail("A bar came.");
            }
        });
    }

    [Fact]
    public async Task Price_View_IsInUnitsOfTheQuoteCurrency()
    {
        var close = At(2013, 1, 2);
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, close, 110_000), Bar(UsdJpy, close, 115_500) }, Stop);

        (await ScalarAsync("select close from bqx.m1_price where pair = 'EURUSD' and ts = '2013-01-02Z'")).ShouldBe(1.10002m);
        (await ScalarAsync("select high from bqx.m1_price where pair = 'USDJPY' and ts = '2013-01-02Z'")).ShouldBe(115.509m);
    }

    [Fact]
    public async Task Range_IsFirstAndLastCloseOverAllPairs()
    {
        // Nothing else in this class lies outside 2000 to 2030.
        await Storage.Bars.WriteAsync(new[] { Bar(UsdJpy, At(1999, 12, 31, 23, 58)), Bar(EurUsd, At(2031, 7, 1, 0, 1)) }, Stop);

        (await Storage.Bars.GetRangeAsync(Stop)).ShouldBe((At(1999, 12, 31, 23, 58), At(2031, 7, 1, 0, 1)));
    }

    [Fact]
    public async Task Pair_EnumOrder_IsIndexOrder() =>
        (await ScalarAsync("select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = 'bqx.pair'::regtype"))
            .ShouldBe(string.Join(',', Pair.All.Select(pair => pair.Name)));

    private async Task<List<MinuteBars>> ReadAsync(Minute after, Minute upTo)
    {
        var minutes = new List<MinuteBars>();
        await foreach (var minute in Storage.Bars.ReadAsync(after, upTo, Stop))
        {
            minutes.Add(minute);
        }

        return minutes;
    }
}
