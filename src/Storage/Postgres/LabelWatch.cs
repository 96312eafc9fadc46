using System.Runtime.CompilerServices;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Tells of changes of labels: the first answer is the present state, each further one differs from the one before. It listens on a
/// connection of its own and looks every few seconds besides, since a notification can be lost with a connection. While the
/// database is away it says nothing and tries again.
/// </summary>
internal sealed class LabelWatch(Database database, PostgresLabelStore labels, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private NpgsqlConnection? _connection;

    public async IAsyncEnumerable<IReadOnlyList<ModelLabel>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelLabel>? last = null;
        try
        {
            for (; ; await WaitAsync(cancellationToken))
            {
                // Listening starts before reading, so that no change falls between the two.
                if (await TryReadAsync(cancellationToken) is { } now && !(last ?? []).SequenceEqual(now, EqualityComparer<ModelLabel>.Default))
                {
                    yield return last = now;
                }
                else if (last is null && _connection is not null)
                {
                    yield return last = [];
                }
            }
        }
        finally
        {
            await CloseAsync();
        }
    }

    private async Task<IReadOnlyList<ModelLabel>?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is null)
            {
                _connection = await database.Source.OpenConnectionAsync(cancellationToken);
                await using var listen = new NpgsqlCommand("listen bqx_label", _connection);
                await listen.ExecuteNonQueryAsync(cancellationToken);
            }

            return await labels.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is FaultException or InvalidOperationException)
        {
            await CloseAsync();
            return null;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            await Task.Delay(Retry, time, cancellationToken);
            return;
        }

        try
        {
            await _connection.WaitAsync(Poll, cancellationToken);
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is InvalidOperationException)
        {
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
