using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedStatusTests(PostgresFixture fixture) : StatusTests(fixture, PostgresEngine.Embedded);

public sealed class DebianStatusTests(PostgresFixture fixture) : StatusTests(fixture, PostgresEngine.Debian);

public abstract class StatusTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Status_TellsTablesMonthsLastBarsAndLocks()
    {
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, At(2017, 1, 5)), Bar(EurUsd, At(2017, 3, 5)), Bar(UsdJpy, At(2017, 3, 4)) }, Stop);
        await using var lease = await Storage.AcquireIngestAsync(Lease(), Stop);

        var status = await Storage.Admin.GetStatusAsync(Stop);

        status.Version.ShouldBe(Migration.All.Count);
        status.Pending.ShouldBeEmpty();
        string[] some = ["bqx", "cross_pair_lead_lag", "drift_event", "engine_state", "m1", "prediction", "schema_version", "trial"];
        some.ShouldBeSubsetOf(status.Tables.Select(table => table.Name));
        status.Tables.ShouldAllBe(table => !table.Name.Contains("eurusd"));
        status.Tables.Single(table => table.Name == "schema_version").Rows.ShouldBeInRange(0, Migration.All.Count);
        var bars = status.Tables.Single(table => table.Name == "m1");
        bars.Partitions.ShouldBe(3);
        bars.Months.ShouldBe([new MonthStatus("2017_01", 1), new MonthStatus("2017_03", 2)]);
        bars.Bytes.ShouldBeGreaterThanOrEqualTo(3 * 2 * 8192);
        status.LastBars.ShouldBe([new LastBar(EurUsd, At(2017, 3, 5)), new LastBar(UsdJpy, At(2017, 3, 4))]);
        var holder = status.Locks.ShouldHaveSingleItem();
        (holder.Lock, holder.Held, holder.Application).ShouldBe(("ingest", true, "bqx"));
        status.Replica.ShouldBeNull();
    }
}

public sealed class EmptyStatusTests(ServiceFixture services)
{
    [Fact]
    public async Task Status_NoSchema_IsVersionNoughtWithAllPending()
    {
        await using var database = await TestDatabase.CreateAsync(await services.PostgresAsync(PostgresEngine.Embedded), migrated: false);
        await using var storage = PostgresStorage.Open(database.ConnectionString);

        var status = await storage.Admin.GetStatusAsync(TestContext.Current.CancellationToken);

        (status.Version, status.Tables.Count, status.LastBars.Count).ShouldBe((0, 0, 0));
        status.Pending.ShouldBe(Migration.All.Select(migration => $"{migration.Version:0000} {migration.Name}"));
    }
}
