using System.Security.Cryptography;

namespace Bqx.DevServices;

/// <summary>The data folder of the embedded server. It appears whole, by one rename, or not at all.</summary>
internal static class PostgresCluster
{
    /// <summary>The superuser and the name of the database.</summary>
    public const string Name = "bqx";

    /// <summary>Makes the cluster unless it is there; returns its folder.</summary>
    public static async Task<string> EnsureAsync(
        string binaries, ServiceFolders folders, ServiceUser user, Action<string>? log, CancellationToken cancellationToken)
    {
        var data = await folders.ReachableAsync("postgres", user, cancellationToken);
        if (File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            return data;
        }

        log?.Invoke("PostgreSQL: creating the database (once).");
        var unfinished = data + ".new";
        var secret = unfinished + ".secret";
        await Command.CheckAsync(["rm", "-rf", unfinished, secret], cancellationToken);
        Directory.CreateDirectory(unfinished);
        await WriteSecretAsync(secret, cancellationToken);
        await user.OwnAsync(unfinished, cancellationToken);
        await user.OwnAsync(secret, cancellationToken);
        await Command.CheckAsync(
            user.Wrap(
                Path.Combine(binaries, "bin", "initdb"), "-D", unfinished, "-U", Name, "--encoding=UTF8", "--locale=C.UTF-8",
                "--auth=scram-sha-256", $"--pwfile={secret}", "--no-instructions"),
            cancellationToken);
        await Command.CheckAsync(
            user.Wrap(Path.Combine(binaries, "bin", "postgres"), "--single", "-D", unfinished, "postgres"),
            cancellationToken,
            $"CREATE DATABASE {Name};\n");
        File.Move(secret, SecretOf(unfinished));
        Directory.Move(unfinished, data);
        return data;
    }

    /// <summary>The superuser's password.</summary>
    public static async Task<string> ReadSecretAsync(string data, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(SecretOf(data), cancellationToken)).Trim();

    private static string SecretOf(string data) => Path.Combine(data, "bqx.secret");

    private static Task WriteSecretAsync(string path, CancellationToken cancellationToken) => Command.CheckAsync(
        ["sh", "-c", "umask 077; cat > \"$1\"", "sh", path],
        cancellationToken,
        RandomNumberGenerator.GetHexString(32, lowercase: true) + "\n");
}
