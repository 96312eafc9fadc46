using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bqx.DevServices;

/// <summary>Garnet, a server of the Redis protocol, with Lua scripts on. It keeps nothing across runs.</summary>
internal sealed class GarnetService(DevServicesOptions options, ServiceFolders folders, ServiceUser user) : IService
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    public string Name => "garnet";

    public string Title => "Garnet";

    public Task<RunFile?> FindAsync(CancellationToken cancellationToken) => Task.FromResult<RunFile?>(null);

    public async Task<ProcessIdentity> StartAsync(int port, CancellationToken cancellationToken)
    {
        var assembly = await GarnetTool.LocateAsync(options.Root, folders, user, cancellationToken);
        var folder = await FolderAsync(cancellationToken);
        Directory.CreateDirectory(folder);
        if (!File.Exists(SecretOf(folder)))
        {
            await WriteConfigurationAsync(folder, cancellationToken);
        }

        return DetachedProcess.Start(
            user.Wrap(
                Dotnet(), assembly, "--config-import-path", ConfigurationOf(folder), "--bind", "127.0.0.1", "--port", $"{port}", "--lua",
                "--lua-transaction-mode", "--memory", "256m", "--index", "4m", "-q"),
            folders.LogOf(Name),
            folder,
            Settings);
    }

    public async Task<bool> IsReadyAsync(RunFile run, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        var reply = new byte[64];
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, run.Port, limit.Token);
            await socket.SendAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), limit.Token);
            // Anything of its protocol will do: before AUTH it answers with an error.
            return await socket.ReceiveAsync(reply, limit.Token) > 0 && reply[0] is (byte)'+' or (byte)'-';
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public async Task<string> ConnectionStringAsync(RunFile run, CancellationToken cancellationToken)
    {
        var secret = await File.ReadAllTextAsync(SecretOf(await FolderAsync(cancellationToken)), cancellationToken);
        return $"127.0.0.1:{run.Port},password={secret}";
    }

    private static string SecretOf(string folder) => Path.Combine(folder, "secret");

    private static string ConfigurationOf(string folder) => Path.Combine(folder, "garnet.conf");

    // The runtime that we run on runs Garnet too: …/shared/Microsoft.NETCore.App/VERSION/.
    private static string Dotnet()
    {
        var shared = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var dotnet = Path.Combine(shared.Parent?.Parent?.Parent?.FullName ?? "/", "dotnet");
        return File.Exists(dotnet) ? dotnet : "dotnet";
    }

    // The password goes through a file: a command line can be read by every user of the machine.
    private async Task WriteConfigurationAsync(string folder, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var configuration = $$"""{ "AuthenticationMode": "Password", "Password": "{{secret}}" }""";
        await user.OwnAsync(folder, cancellationToken);
        await File.WriteAllTextAsync(ConfigurationOf(folder), configuration, Encoding.ASCII, cancellationToken);
        await File.WriteAllTextAsync(SecretOf(folder) + ".new", secret, Encoding.ASCII, cancellationToken);
        await user.OwnAsync(folder, cancellationToken);
        File.Move(SecretOf(folder) + ".new", SecretOf(folder));
    }

    private Task<string> FolderAsync(CancellationToken cancellationToken) => folders.ReachableAsync("garnet", user, cancellationToken);
}
