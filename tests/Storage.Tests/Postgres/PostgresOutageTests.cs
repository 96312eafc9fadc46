using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class PostgresOutageTests
{
    private static readonly Minute Close = new(25_000_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyCall_NothingListens_IsStorageUnavailableWithoutSecrets()
    {
        await using var storage = PostgresStorage.Open("Host=127.0.0.1;Port=1;Username=someone;Password=hush;Database=bqx");
        Func<Task>[] calls =
        [
            () => storage.MigrateAsync(Stop),
            () => storage.Bars.GetRangeAsync(Stop),
            () => storage.Bars.WriteAsync(new[] { new Bar(Pair.Parse("EURUSD"), Close, 1, 1, 1, 1) }, Stop),
            async () => await storage.Bars.ReadAsync(null, null, Stop).GetAsyncEnumerator(Stop).MoveNextAsync(),
            () => storage.Features.ReadLatestAsync(Digest.Of("x"u8), Stop),
            () => storage.Labels.ReadAsync(Stop),
            () => storage.AcquireIngestAsync(new IngestLeaseRequest(TimeSpan.FromMinutes(1), _ => { }), Stop),
        ];

        foreach (var call in calls)
        {
            var fault = await Should.ThrowAsync<FaultException>(call);
            fault.Fault.ShouldBe(Fault.StorageUnavailable);
            fault.Message.ShouldBe("PostgreSQL is out of reach or did not answer in time.");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Nonsense=1")]
    [InlineData("Host=a;Port=many")]
    public void Open_NotAConnectionString_IsRefusedWithoutQuotingIt(string connectionString)
    {
        var fault = Should.Throw<FaultException>(() => PostgresStorage.Open(connectionString));

        fault.Fault.ShouldBe(Fault.InvalidInput);
        fault.Message.ShouldNotContain("many");
    }

    [Fact]
    public async Task Killed_ThenStartedAgain_ServesAgainAndHasWhatWasAcknowledged()
    {
        await using var server = await DebianPostgres.CreateAsync();
        await using var database = await TestDatabase.CreateAsync(server.ConnectionString);
        await using var storage = PostgresStorage.Open(database.ConnectionString);
        var bar = new Bar(Pair.Parse("EURUSD"), Close, 110_000, 110_001, 109_999, 110_000);
        await storage.Bars.WriteAsync(new[] { bar }, Stop);

        server.Kill();
        (await Should.ThrowAsync<FaultException>(() => storage.Bars.WriteAsync(new[] { bar with { Close = Close + 1 } }, Stop)))
            .Fault.ShouldBe(Fault.StorageUnavailable);

        await server.StartAsync();
        (await storage.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close));
        await storage.Bars.WriteAsync(new[] { bar with { Close = Close + 1 } }, Stop);
        (await storage.Bars.GetRangeAsync(Stop)).ShouldBe((Close, Close + 1));
    }

    [Fact]
    public async Task Refused_ByTheServer_GivesTheStateCode()
    {
        await using var server = await DebianPostgres.CreateAsync();
        await using var storage = PostgresStorage.Open(server.ConnectionString);

        (await Should.ThrowAsync<FaultException>(() => storage.Labels.ReadAsync(Stop)))
            .Message.ShouldBe("PostgreSQL refused a command (SQLSTATE 42P01).");
    }
}
