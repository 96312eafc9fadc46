using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedBarImportsTests(PostgresFixture fixture) : BarImportsTests(fixture, PostgresEngine.Embedded);

public sealed class DebianBarImportsTests(PostgresFixture fixture) : BarImportsTests(fixture, PostgresEngine.Debian);

public abstract class BarImportsTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Load_SourceFailsInTheSecondMonth_LeavesTheProgressOfTheFirst()
    {
        var key = Key("cut");
        var import = await Storage.Imports.BeginAsync(key, force: false, Stop);
        (import.Through, import.IsDone).ShouldBe((null, false));

        await Should.ThrowAsync<InvalidDataException>(() => Storage.Imports.LoadAsync(import, Failing(At(2031, 1, 31, 23, 50), 30), Stop));

        var again = await Storage.Imports.BeginAsync(key with { Name = "moved.csv" }, force: false, Stop);
        (again.Id, again.Through, again.Counts.Changed, again.Key.Name).ShouldBe((import.Id, At(2031, 1, 31, 23, 59), 10, "moved.csv"));
        (await ScalarAsync("select max(ts) from bqx.m1_eurusd where ts >= '2031-01-01' and ts < '2032-01-01'"))
            .ShouldBe(At(2031, 1, 31, 23, 59).ToDateTime());
    }

    [Fact]
    public async Task Finish_WithRejectedRows_IsDoneUntilForcedAndReplacesItsRows()
    {
        var key = Key("done");
        var import = await Storage.Imports.BeginAsync(key, force: false, Stop);
        await Storage.Imports.LoadAsync(import, Bars(At(2032, 1, 1), 5), Stop);
        QuarantinedRow[] rows =
        [
            new(EurUsd, At(2032, 1, 1, 1), BarRejection.Spike, "a,\"b\".csv", 7, "one,\"two\",\0three\r"),
            new(null, null, BarRejection.Malformed, "a.csv", 9, ""),
        ];
        await Storage.Imports.FinishAsync(import, new BarImportCounts(7, 5, 5, 2), rows, Stop);
        await Storage.Imports.FinishAsync(import, new BarImportCounts(7, 5, 5, 2), rows, Stop);

        var done = await Storage.Imports.BeginAsync(key, force: false, Stop);
        done.IsDone.ShouldBeTrue();
        done.Counts.ShouldBe(new BarImportCounts(7, 5, 5, 2));
        var kept = await Storage.Quarantine.ReadAsync(new QuarantineQuery(EurUsd, BarRejection.Spike, 10), Stop);
        kept.ShouldHaveSingleItem().ShouldBe(
            rows[0] with { Raw = "one,\"two\",?three\r", Import = import.Id, SeenAt = kept[0].SeenAt });
        (await Storage.Quarantine.CountAsync(Stop)).ShouldBe(
            [new QuarantineCount(EurUsd, BarRejection.Spike, 1), new QuarantineCount(null, BarRejection.Malformed, 1)]);
        (await Storage.Quarantine.ReadAsync(new QuarantineQuery(null, null, 1), Stop)).ShouldHaveSingleItem().Reason.ShouldBe(BarRejection.Malformed);

        var forced = await Storage.Imports.BeginAsync(key, force: true, Stop);
        (forced.Id, forced.Through, forced.IsDone).ShouldBe((import.Id, null, false));
    }

    [Fact]
    public async Task Begin_BarsGoneSince_BeginsAgain()
    {
        var key = Key("gone");
        var import = await Storage.Imports.BeginAsync(key, force: false, Stop);
        await Storage.Imports.LoadAsync(import, Bars(At(2033, 1, 1), 5), Stop);
        await Storage.Imports.FinishAsync(import, default, [], Stop);
        await ScalarAsync("delete from bqx.m1 where pair = 'EURUSD' and ts = '2033-01-01 00:04Z'");

        (await Storage.Imports.BeginAsync(key, force: false, Stop)).Through.ShouldBeNull();
    }

    [Fact]
    public async Task Begin_OtherContentPairOrOptions_AreOtherImports()
    {
        var key = Key("same");
        var ids = new List<long>();
        foreach (var one in new[] { key, Key("other"), key with { Pair = UsdJpy }, key with { Options = "zone=utc" } })
        {
            ids.Add((await Storage.Imports.BeginAsync(one, force: false, Stop)).Id);
        }

        ids.ShouldBeUnique();
        (await Storage.Imports.ListAsync(2, Stop)).Count.ShouldBe(2);
    }

    private static BarImportKey Key(string content) => new("eurusd.csv", Digest.Of(System.Text.Encoding.UTF8.GetBytes(content)), EurUsd, "");

    private static IAsyncEnumerable<Bar> Bars(Minute first, int count) =>
        Enumerable.Range(0, count).Select(i => Bar(EurUsd, first + i)).ToAsyncEnumerable();

    private static async IAsyncEnumerable<Bar> Failing(Minute first, int count)
    {
        await foreach (var bar in Bars(first, count))
        {
            yield return bar;
        }

        throw new InvalidDataException();
    }
}
