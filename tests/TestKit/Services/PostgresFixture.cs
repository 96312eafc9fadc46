using Npgsql;
using Xunit;

namespace Bqx.TestKit;

/// <summary>
/// A fresh, migrated database for a test class, cloned from a template. Use as a class fixture; <see cref="ServiceFixture"/> must
/// be an assembly fixture.
/// </summary>
public sealed class PostgresFixture(ServiceFixture services) : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<PostgresEngine, TestDatabase> _databases = [];

    /// <summary>Connection string of the class's database. Ends the test where the server is not installed.</summary>
    public async Task<string> ConnectionStringAsync(PostgresEngine engine = PostgresEngine.Embedded)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_databases.TryGetValue(engine, out var database))
            {
                _databases[engine] = database = await TestDatabase.CreateAsync(await services.PostgresAsync(engine));
            }

            return database.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs a statement and returns its first value.</summary>
    public async Task<object?> ScalarAsync(string sql, PostgresEngine engine = PostgresEngine.Embedded)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync(engine));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        _gate.Dispose();
    }
}
