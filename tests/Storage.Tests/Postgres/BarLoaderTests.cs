using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedBarLoaderTests(PostgresFixture fixture) : BarLoaderTests(fixture, PostgresEngine.Embedded);

public sealed class DebianBarLoaderTests(PostgresFixture fixture) : BarLoaderTests(fixture, PostgresEngine.Debian);

public abstract class BarLoaderTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Load_IntoNothing_CreatesTheMonthsAndCountsEveryRow()
    {
        var bars = Series(At(2001, 1, 30), 5_000);

        (await LoadAsync(bars)).ShouldBe(5_000);

        (await ReadAsync(bars)).ShouldBe(bars);
        (await ScalarAsync("select count(*) from bqx.m1_eurusd_2001_01")).ShouldBe(2_880L);
        (await ScalarAsync("select count(*) from bqx.m1_eurusd_2001_02")).ShouldBe(2_120L);
    }

    [Fact]
    public async Task Load_NewLeaf_HasTheKeyAndNoLeftOverConstraint()
    {
        await LoadAsync(Series(At(2002, 1, 1), 10));

        (await ScalarAsync("select string_agg(contype::text, '') from pg_constraint where conrelid = 'bqx.m1_eurusd_2002_01'::regclass and contype in ('p', 'c')"))
            .ShouldBe("p");
    }

    [Fact]
    public async Task Load_SameAgain_ChangesNothing()
    {
        var bars = Series(At(2003, 1, 1), 1_000);
        await LoadAsync(bars);

        (await LoadAsync(bars)).ShouldBe(0);

        (await ReadAsync(bars)).ShouldBe(bars);
    }

    [Fact]
    public async Task Load_LaterRangeOfALeaf_GoesStraightIn()
    {
        var bars = Series(At(2004, 1, 1), 2_000);
        await LoadAsync(bars[..1_000]);

        (await LoadAsync(bars[1_000..])).ShouldBe(1_000);

        (await ReadAsync(bars)).ShouldBe(bars);
    }

    [Fact]
    public async Task Load_OverlapWithSomeChanged_CountsNewAndChanged()
    {
        var bars = Series(At(2005, 1, 1), 1_000);
        await LoadAsync(bars[..600]);
        var changed = bars.ToArray();
        changed[10] = changed[10] with { CloseTicks = 1 };
        changed[20] = changed[20] with { Flags = BarFlags.Corrected };

        // 400 after the first 600, and two of those.
        (await LoadAsync(changed)).ShouldBe(402);

        (await ReadAsync(bars)).ShouldBe(changed);
    }

    [Fact]
    public async Task Load_Descending_IsRefusedWithBothMinutes()
    {
        var first = At(2006, 1, 1);

        var fault = await Should.ThrowAsync<FaultException>(() => LoadAsync([Bar(EurUsd, first + 1), Bar(EurUsd, first)]));

        fault.Fault.ShouldBe(Fault.InvalidInput);
        fault.Message.ShouldBe("The bar of EURUSD at 2006-01-01T00:00Z came after the one at 2006-01-01T00:01Z: bars must be ascending by close.");
    }

    [Fact]
    public async Task Load_OtherPair_IsRefused()
    {
        var fault = await Should.ThrowAsync<FaultException>(() => LoadAsync([Bar(UsdJpy, At(2006, 1, 1))]));

        fault.Message.ShouldBe("A bar of USDJPY came among those of EURUSD.");
    }

    [Fact]
    public async Task Load_TwiceAtOnce_StoresEachBarOnce()
    {
        var bars = Series(At(2007, 1, 1), 3_000);

        var counts = await Task.WhenAll(LoadAsync(bars), LoadAsync(bars), LoadAsync(bars));

        counts.Sum().ShouldBe(3_000);
        (await ReadAsync(bars)).ShouldBe(bars);
    }

    [Fact]
    public async Task Load_AtTheSameTimeAsLiveWrites_LosesNothing()
    {
        var bars = Series(At(2008, 1, 1), 3_000);

        await Task.WhenAll(
            LoadAsync(bars),
            Storage.Bars.WriteAsync(bars.AsMemory(1_000, 500), Stop),
            Storage.Bars.WriteAsync(bars.AsMemory(1_400, 500), Stop));

        (await ReadAsync(bars)).ShouldBe(bars);
    }

    [Fact]
    public async Task Load_SourceFails_KeepsWholeMonthsOnly()
    {
        var bars = Series(At(2009, 1, 31), 2_000);

        await Should.ThrowAsync<InvalidDataException>(() => Storage.BarLoader.LoadAsync(EurUsd, Failing(), Stop));

        (await ReadAsync(bars)).ShouldBe(bars[..1_440]);

        async IAsyncEnumerable<Bar> Failing()
        {
            foreach (var bar in bars)
            {
                yield return bar;
            }

            await Task.Yield();
            throw new InvalidDataException();
        }
    }

    private static Bar[] Series(Minute first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Bar(EurUsd, first + i, 110_000 + (i % 97), (BarFlags)(i % 3)))];

    private Task<long> LoadAsync(Bar[] bars) => Storage.BarLoader.LoadAsync(EurUsd, bars.ToAsyncEnumerable(), Stop);

    private async Task<Bar[]> ReadAsync(Bar[] range)
    {
        var bars = new List<Bar>();
        await foreach (var minute in Storage.Bars.ReadAsync(range[0].Close - 1, range[^1].Close, Stop))
        {
            bars.AddRange(minute.Bars.ToArray());
        }

        return [.. bars];
    }
}
