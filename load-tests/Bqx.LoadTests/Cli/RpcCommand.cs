using System.CommandLine;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class RpcCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand(
            "rpc", "The empty unary call against a C++ gRPC server and against Kestrel alone (h2load, one connection).", 1, 32, 64);
        bench.Runs((root, _, options, progress, cancellationToken) =>
            new RpcBench(root, progress).RunAsync(options, cancellationToken));
        return bench.Command;
    }
}
