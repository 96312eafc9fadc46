using System.Data.Common;
using Bqx.Benching.Machine;

namespace Bqx.Benchmarks.Ingest;

/// <summary>PostgreSQL's own client on one database.</summary>
internal sealed class Psql(string program, string connectionString)
{
    /// <summary>Takes one that is installed.</summary>
    /// <exception cref="ToolMissingException">None is.</exception>
    public static string Require() => ToolPath.Require("psql", "postgresql-client");

    /// <summary>The same connection to another database.</summary>
    public static string To(string connectionString, string database) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString, ["Database"] = database }.ConnectionString;

    /// <summary>Runs commands, each in a transaction of its own, and returns what they printed.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> commands)
    {
        var run = await CommandLine.RunAsync(
            program,
            ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", Target(), .. commands.SelectMany(command => new[] { "-c", command })],
            Path.GetTempPath(),
            cancellationToken);
        return run.ExitCode == 0 ? run.Output.Trim() : throw new BenchException($"psql failed: {run.Errors}");
    }

    private string Target()
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var names = new (string Npgsql, string Libpq)[]
        {
            ("Host", "host"), ("Port", "port"), ("Username", "user"), ("Password", "password"), ("Database", "dbname"),
        };
        return string.Join(' ', names
            .Where(name => settings.ContainsKey(name.Npgsql))
            .Select(name => $"{name.Libpq}='{settings[name.Npgsql].ToString()!.Replace("'", "\\'")}'"));
    }
}
