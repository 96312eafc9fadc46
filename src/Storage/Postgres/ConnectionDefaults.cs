using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Limits for every connection, where the connection string does not set its own.</summary>
internal static class ConnectionDefaults
{
    private static readonly (string Key, object Value)[] Defaults =
    [
        ("Application Name", "bqx"),
        ("Timeout", 5),
        ("Command Timeout", 15),
        ("Cancellation Timeout", 1000),
        ("Keepalive", 15),
        ("Maximum Pool Size", 20),
        ("Read Buffer Size", 65_536),
        ("Write Buffer Size", 65_536),
        ("Max Auto Prepare", 40),
        ("Options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"),
    ];

    /// <summary>A data source for a connection string.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="pooled">Whether connections are shared and used again.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it is not one.</exception>
    public static NpgsqlDataSource Build(string connectionString, bool pooled = true)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            foreach (var (key, value) in Defaults.Where(item => !builder.ShouldSerialize(item.Key)))
            {
                builder[key] = value;
            }

            builder.Pooling &= pooled;
            return NpgsqlDataSource.Create(builder);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new FaultException(
                Fault.InvalidInput, "The PostgreSQL connection string is not valid: write it as 'Host=…;Username=…;Password=…;Database=…'.", error);
        }
    }
}
