using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand(
            "serve",
            "Predict against the empty call on the same server and against C++ gRPC servers, ModelInfer against C++ with the same ONNX Runtime (h2load, one connection); how soon a started server serves.");
        var rounds = new RoundOptions(bench.Command, 1, 8, 32);
        var server = new ServerOptions(bench.Command);
        bench.Runs(async (context, cancellationToken) =>
        {
            var serve = new ServeBench(context.Root, context.Progress);
            if (!server.IsGiven(context))
            {
                return await serve.RunAsync(rounds.Read(context.Parsed), cancellationToken);
            }

            await using var opened = await server.OpenAsync(context, cancellationToken);
            return await serve.RunAsync(opened, rounds.Read(context.Parsed), cancellationToken);
        });
        return bench.Command;
    }
}
