using System.Diagnostics;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class ReplicaReadsTests(ServiceFixture services)
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=a;Database=b;Timeout=2";

    private static readonly Minute Close = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly List<string> _warnings = [];
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgresEngine.Embedded)]
    [InlineData(PostgresEngine.Debian)]
    public async Task History_ReplicaAnswers_ReadsThereAndWritesToThePrimary(PostgresEngine engine)
    {
        var server = await services.PostgresAsync(engine);
        await using var primary = await TestDatabase.CreateAsync(server);
        await using var other = await TestDatabase.CreateAsync(server);
        await using var storage = Open(primary.ConnectionString, ReadOnly(other.ConnectionString));
        await WriteAsync(other.ConnectionString, Close + 7);

        await storage.History.Bars.WriteAsync(new[] { Bar(Close) }, Stop);

        (await storage.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close));
        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close + 7, Close + 7));
        (await storage.History.Bars.ReadAsync(null, null, Stop).SingleAsync(Stop)).Close.ShouldBe(Close + 7);
        (await storage.History.Features.ReadTableAsync(new FeatureTableQuery("reg", Bar(Close).Pair, ["a"], Close - 9, Close + 9), Stop))
            .Closes.Length.ShouldBe(0);
        (await storage.Admin.GetStatusAsync(Stop)).Replica.ShouldBe(new ReplicaStatus(IsUsed: true, 0, null));
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task History_ReplicaDown_ReadsThePrimaryAndWarnsOnce()
    {
        await using var primary = await TestDatabase.CreateAsync(await services.PostgresAsync(PostgresEngine.Embedded));
        await using var storage = Open(primary.ConnectionString, Nowhere);
        await storage.Bars.WriteAsync(new[] { Bar(Close) }, Stop);

        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close));
        _time.Advance(TimeSpan.FromSeconds(6));
        (await storage.History.Bars.ReadAsync(null, null, Stop).CountAsync(Stop)).ShouldBe(1);

        _warnings.ShouldHaveSingleItem().ShouldBe(
            "The read replica is not used, reads go to the primary: PostgreSQL is out of reach or did not answer in time.");
        (await storage.Admin.GetStatusAsync(Stop)).Replica!.IsUsed.ShouldBeFalse();
    }

    [Fact]
    public async Task History_ReplicaRefusesAQuery_ReadsThePrimaryAtOnce()
    {
        var server = await services.PostgresAsync(PostgresEngine.Embedded);
        await using var primary = await TestDatabase.CreateAsync(server);
        await using var empty = await TestDatabase.CreateAsync(server, migrated: false);
        await using var storage = Open(primary.ConnectionString, empty.ConnectionString);
        await storage.Bars.WriteAsync(new[] { Bar(Close) }, Stop);

        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close));

        _warnings.ShouldHaveSingleItem().ShouldContain("SQLSTATE 42P01");
    }

    [Fact]
    public async Task History_StreamingReplica_IsUsedWhileLevel_LeftWhileBehindOrGone_AndTakenUpAgain()
    {
        await using var primary = await DebianPostgres.CreateAsync();
        await using var replica = await primary.CreateReplicaAsync();
        await using var storage = PostgresStorage.Open(
            new PostgresOptions
            {
                ConnectionString = primary.ConnectionString,
                Replica = replica.ConnectionString,
                MaxReplicaLag = TimeSpan.FromMilliseconds(1),
                Warn = _warnings.Add,
            },
            _time);
        await storage.MigrateAsync(Stop);
        await storage.Bars.WriteAsync(new[] { Bar(Close) }, Stop);
        await UsedAsync(storage, used: true);
        _warnings.Clear();
        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close));

        await ExecuteAsync(replica, "select pg_wal_replay_pause()");
        await storage.Bars.WriteAsync(new[] { Bar(Close + 1) }, Stop);
        await UsedAsync(storage, used: false);
        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close + 1));
        _warnings.ShouldHaveSingleItem().ShouldContain("behind");

        await ExecuteAsync(replica, "select pg_wal_replay_resume()");
        await UsedAsync(storage, used: true);
        _warnings[^1].ShouldBe("The read replica is used again.");

        replica.Kill();
        (await storage.History.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close + 1));
        _warnings.Count.ShouldBe(3);
    }

    // The state is asked for anew every five seconds of the storage's clock.
    private async Task UsedAsync(PostgresStorage storage, bool used)
    {
        for (var clock = Stopwatch.StartNew(); (await storage.Admin.GetStatusAsync(Stop)).Replica!.IsUsed != used; await Task.Delay(20, Stop))
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            _time.Advance(TimeSpan.FromSeconds(6));
        }
    }

    private static async Task ExecuteAsync(DebianPostgres server, string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static Bar Bar(Minute close) => new(Pair.Parse("EURUSD"), close, 110_000, 110_001, 109_999, 110_000);

    private static string ReadOnly(string connectionString) => connectionString + ";Options=-c default_transaction_read_only=on";

    private static async Task WriteAsync(string connectionString, Minute close)
    {
        await using var storage = PostgresStorage.Open(connectionString);
        await storage.Bars.WriteAsync(new[] { Bar(close) }, Stop);
    }

    private PostgresStorage Open(string primary, string replica) => PostgresStorage.Open(
        new PostgresOptions { ConnectionString = primary, Replica = replica, Warn = _warnings.Add }, _time);
}
