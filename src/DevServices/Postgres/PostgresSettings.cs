namespace Bqx.DevServices;

/// <summary>
/// Settings of the embedded server: fast bulk loads on a small machine, every commit durable. With <c>wal_level=minimal</c> a COPY
/// into a table made in the same transaction writes no WAL: the table is synced at commit instead.
/// </summary>
internal static class PostgresSettings
{
    /// <summary>The command line after <c>postgres</c>.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="port">The port on 127.0.0.1; there is no Unix socket.</param>
    /// <param name="memory">Memory of the machine, bytes: a sixteenth is for shared buffers, within 128 MB and 1 GB.</param>
    public static IReadOnlyList<string> Arguments(string data, int port, long memory)
    {
        var buffers = Math.Clamp(memory >> 24, 128, 1024);
        string[] settings =
        [
            "listen_addresses=127.0.0.1",
            $"port={port}",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "max_connections=100",
            "max_locks_per_transaction=512",
            $"shared_buffers={buffers}MB",
            $"effective_cache_size={4 * buffers}MB",
            "work_mem=32MB",
            "maintenance_work_mem=256MB",
            "random_page_cost=1.1",
            "jit=off",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "wal_level=minimal",
            "max_wal_senders=0",
            "wal_buffers=16MB",
            "max_wal_size=4GB",
            "checkpoint_timeout=15min",
            "timezone=UTC",
            "log_timezone=UTC",
            "idle_in_transaction_session_timeout=5min",
        ];
        return ["-D", data, .. settings.SelectMany(setting => new[] { "-c", setting })];
    }
}
