using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// The pool of connections, and the one place where errors of the driver become faults. What reaches a caller is
/// <see cref="Fault.StorageUnavailable"/> with the SQLSTATE, or its own cancellation; the cause is the inner exception, for the log.
/// </summary>
internal sealed class Database(NpgsqlDataSource source) : IReads, IAsyncDisposable
{
    public NpgsqlDataSource Source => source;

    /// <summary>Runs work on a connection of the pool.</summary>
    public Task RunAsync(
        Func<NpgsqlConnection, Task> work,
        CancellationToken cancellationToken,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = "") => RunAsync(
        async connection =>
        {
            await work(connection);
            return true;
        },
        cancellationToken,
        file,
        member);

    /// <summary>Runs work on a connection of the pool.</summary>
    public async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, Task<T>> work,
        CancellationToken cancellationToken,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = "")
    {
        var operation = StorageTelemetry.OperationOf(file, member);
        using var span = StorageTelemetry.Start("postgresql", operation);
        var (started, succeeded) = (TimeProvider.System.GetTimestamp(), false);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            var result = await work(connection);
            succeeded = true;
            return result;
        }
        catch (Exception error) when (IsStorageError(error))
        {
            span?.SetStatus(ActivityStatusCode.Error, error is PostgresException { SqlState: var state } ? state : error.GetType().Name);
            cancellationToken.ThrowIfCancellationRequested();
            throw Unavailable(error);
        }
        finally
        {
            StorageTelemetry.Queried(operation, TimeProvider.System.GetElapsedTime(started), succeeded);
        }
    }

    /// <summary>
    /// Whether an error is the driver's or the network's. Of an answer that is no PostgreSQL's the driver makes any kind of error, so that where
    /// it came from decides.
    /// </summary>
    public static bool IsStorageError(Exception error) =>
        error is NpgsqlException or SocketException or TimeoutException or IOException
        || (error is not (OperationCanceledException or FaultException) && error.StackTrace?.Contains("Npgsql.Internal", StringComparison.Ordinal) == true);

    /// <summary>The fault for an error of the driver.</summary>
    public static FaultException Unavailable(Exception error) => new(
        Fault.StorageUnavailable,
        error is PostgresException { SqlState: var state }
            ? $"PostgreSQL refused a command (SQLSTATE {state})."
            : "PostgreSQL is out of reach or did not answer in time.",
        error);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
