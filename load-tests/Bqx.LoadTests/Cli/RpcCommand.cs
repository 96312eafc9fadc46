using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class RpcCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand(
            "rpc", "The empty unary call against a C++ gRPC server and against Kestrel alone (h2load, one connection).");
        var rounds = new RoundOptions(bench.Command, 1, 32, 64);
        bench.Runs((context, cancellationToken) =>
            new RpcBench(context.Root, context.Progress).RunAsync(rounds.Read(context.Parsed), cancellationToken));
        return bench.Command;
    }
}
