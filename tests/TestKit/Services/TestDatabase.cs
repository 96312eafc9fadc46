using System.Security.Cryptography;
using System.Text;
using Bqx.Storage;
using Npgsql;

namespace Bqx.TestKit;

/// <summary>A database that lives as long as this object.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Prefix = "bqx_test_";

    private static int _count;

    private readonly string _server;
    private readonly string _name;

    private TestDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = Connect(server, name);
    }

    /// <summary>Its connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>Clones the migrated template of a server; makes the template when it is not there.</summary>
    public static async Task<TestDatabase> CreateAsync(string server, bool migrated = true)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "select pg_advisory_lock(5731)");
        var template = migrated ? await TemplateAsync(server, connection) : "template0";
        var name = $"{Prefix}{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync(connection, $"create database {name} template {template}");
        return new TestDatabase(server, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_server + ";Pooling=false;Command Timeout=60");
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"drop database if exists {_name} with (force)");
    }

    private static async Task<string> TemplateAsync(string server, NpgsqlConnection connection)
    {
        var text = string.Concat(Migration.All.Select(migration => migration.Sql));
        var template = "bqx_template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        var databases = await NamesAsync(connection);
        if (databases.Contains(template))
        {
            return template;
        }

        foreach (var stale in databases.Where(IsStale))
        {
            await ExecuteAsync(connection, $"drop database {stale} with (force)");
        }

        var unfinished = "bqx_template_new";
        await ExecuteAsync(connection, $"drop database if exists {unfinished} with (force)");
        await ExecuteAsync(connection, $"create database {unfinished} template template0");
        await using (var storage = PostgresStorage.Open(Connect(server, unfinished) + ";Pooling=false"))
        {
            await storage.MigrateAsync(CancellationToken.None);
        }

        await ExecuteAsync(connection, $"alter database {unfinished} rename to {template}");
        return template;
    }

    // Databases of test processes that were killed, and templates of other schemas.
    private static bool IsStale(string name) =>
        name.StartsWith("bqx_template_")
        || (name.StartsWith(Prefix) && int.TryParse(name[Prefix.Length..].Split('_')[0], out var id) && !Directory.Exists($"/proc/{id}"));

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection)
    {
        var names = new List<string>();
        await using var command = new NpgsqlCommand("select datname from pg_database", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static string Connect(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
