using Npgsql;

namespace Bqx.TestKit;

/// <summary>Debian's PostgreSQL 15 with a cluster of its own; as root it runs as <c>nobody</c>.</summary>
public sealed class DebianPostgres : ChildServer
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string _data;

    private DebianPostgres()
        : base("postgres15") => _data = Path.Combine(Folder, "data");

    /// <summary>Connects as the superuser to the database <c>postgres</c>.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=bqx;Database=postgres";

    /// <summary>Makes a cluster and starts it. Ends the test where PostgreSQL 15 is not installed.</summary>
    public static async Task<DebianPostgres> CreateAsync()
    {
        Require.File($"{Binaries}/postgres", "postgresql");
        var server = new DebianPostgres();
        server.Initialize();
        await server.StartAsync();
        return server;
    }

    /// <summary>Makes a streaming replica of this server and starts it.</summary>
    public async Task<DebianPostgres> CreateReplicaAsync()
    {
        var replica = new DebianPostgres();
        replica.Prepare();
        Run(Unprivileged(
            $"{Binaries}/pg_basebackup", "-D", replica._data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "bqx", "--write-recovery-conf",
            "--checkpoint=fast", "--no-sync"));
        await replica.StartAsync();
        return replica;
    }

    protected override IReadOnlyList<string> Command() => Unprivileged(
        $"{Binaries}/postgres", "-D", _data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        "-c", "fsync=off", "-c", "max_locks_per_transaction=256");

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> Unprivileged(params IReadOnlyList<string> command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command]
        : command;

    private void Initialize()
    {
        Prepare();
        Run(Unprivileged(
            $"{Binaries}/initdb", "-D", _data, "-U", "bqx", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync",
            "--no-instructions"));
    }

    private void Prepare()
    {
        Directory.CreateDirectory(_data);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chmod", "0711", Folder);
            Run("chown", "nobody:nogroup", _data);
        }

        Run("chmod", "0700", _data);
    }
}
