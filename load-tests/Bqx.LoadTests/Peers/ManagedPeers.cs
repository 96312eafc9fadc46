using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Peers;

/// <summary>The two servers on .NET: the bare handler (its own program) and this program's own empty service.</summary>
internal static class ManagedPeers
{
    public static Task<PeerProcess> StartBareAsync(string root, CancellationToken cancellationToken)
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(
            root, "load-tests", "peers", "bare", "bin", ours.Parent!.Name, ours.Name, "Bqx.BarePeer.dll");
        return File.Exists(program)
            ? StartAsync(program, [], cancellationToken)
            : throw new BenchException($"Bqx.BarePeer is not built; build load-tests/peers/bare in {ours.Parent.Name}.");
    }

    public static Task<PeerProcess> StartEmptyAsync(CancellationToken cancellationToken) =>
        StartAsync(typeof(ManagedPeers).Assembly.Location, ["host-empty"], cancellationToken);

    private static Task<PeerProcess> StartAsync(
        string assembly, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        PeerProcess.StartAsync("dotnet", ["exec", assembly, .. arguments, "--port", "0", "--attached"], cancellationToken);
}
