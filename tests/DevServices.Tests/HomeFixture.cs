using System.Diagnostics;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.DevServices.Tests;

/// <summary>A home folder for the tests of a class, so that its database is made once.</summary>
public sealed class HomeFixture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Home { get; } = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"bqx-home-{Guid.NewGuid():N}")).FullName;

    internal DevServicesOptions Postgres => new() { Home = Home, Root = TestRepository.Root, NeedPostgres = true };

    public void Dispose() => Directory.Delete(Home, recursive: true);

    /// <summary>Acquires; ends the test where the packages are not installed.</summary>
    internal static async Task<DevServicesLease> AcquireAsync(DevServicesOptions options)
    {
        try
        {
            return await DevServicesLease.AcquireAsync(options, TestContext.Current.CancellationToken);
        }
        catch (DevServicesException error) when (error.Message.Contains("is missing"))
        {
            Require.That(false, error.Message);
            throw;
        }
    }

    internal ProcessIdentity ProcessOf(string service) => RunFile.Read(Path.Combine(Home, "run", service + ".run"))!.Process;

    internal static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(50))
        {
            clock.Elapsed.ShouldBeLessThan(Patience, what);
        }
    }

    internal static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    internal static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
