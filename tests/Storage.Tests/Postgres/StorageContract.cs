using Bqx.Core;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.Storage.Tests;

/// <summary>Tests that hold on every PostgreSQL: a derived class names the engine. Its tests share one database, each uses a year of its own.</summary>
public abstract class StorageContract(PostgresFixture fixture, PostgresEngine engine) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    protected static readonly Pair EurUsd = Pair.Parse("EURUSD");

    protected static readonly Pair UsdJpy = Pair.Parse("USDJPY");

    protected static readonly Digest Print = Digest.Of("fingerprint"u8);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected PostgresStorage Storage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Storage = PostgresStorage.Open(await fixture.ConnectionStringAsync(engine));

    public async ValueTask DisposeAsync() => await (Storage?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected static Minute At(int year, int month, int day, int hour = 0, int minute = 0) =>
        Minute.Exact(new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero));

    protected static Bar Bar(Pair pair, Minute close, int ticks = 110_000, BarFlags flags = BarFlags.None) =>
        new(pair, close, ticks, ticks + 9, ticks - 7, ticks + 2, 1.5f, flags);

    /// <summary>A lease so long that a machine that stands still does not lose it.</summary>
    protected static IngestLeaseRequest Lease(Action<long>? held = null) => new(TimeSpan.FromMinutes(10), held ?? (_ => { }));

    protected Task<object?> ScalarAsync(string sql) => fixture.ScalarAsync(sql, engine);

    /// <summary>Connection string of the superuser, or of a login of the cluster.</summary>
    protected async Task<string> ConnectAsync(string? login = null, string? password = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(await fixture.ConnectionStringAsync(engine));
        if (login is not null)
        {
            (builder.Username, builder.Password, builder.Pooling) = (login, password, false);
        }

        return builder.ConnectionString;
    }
}
