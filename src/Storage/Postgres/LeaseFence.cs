using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Keeps writes of a process whose lease is over out of the store.</summary>
/// <param name="Epoch">Of its lease.</param>
/// <param name="Silence">After so long a transaction that nothing more is heard of is rolled back.</param>
internal sealed record LeaseFence(long Epoch, TimeSpan Silence)
{
    // The row is held until the commit, so that no later holder begins before it; and a writer that is stopped between two of its
    // statements does not keep the next holder from beginning.
    private const string Hold =
        "select set_config('idle_in_transaction_session_timeout', $2, true) from bqx.ingest_lease where epoch = $1 for share";

    /// <summary>To be called first in the transaction of a write.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: another has the lease.</exception>
    public async Task HoldAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var hold = new NpgsqlCommand(Hold, connection)
        {
            Parameters = { new() { Value = Epoch }, new() { Value = $"{(long)Silence.TotalMilliseconds}ms" } },
        };
        if (await hold.ExecuteScalarAsync(cancellationToken) is null)
        {
            throw new FaultException(
                Fault.StorageUnavailable, $"Another server takes bars now (the lease {Epoch} of this one is over): send them there.");
        }
    }
}
