using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand("serve", "Predict against the empty call on the same server (h2load, one connection).");
        var rounds = new RoundOptions(bench.Command, 1, 8, 32);
        var server = new ServerOptions(bench.Command);
        bench.Runs(async (context, cancellationToken) =>
        {
            await using var opened = await server.OpenAsync(context, cancellationToken);
            return await new ServeBench(opened, context.Progress).RunAsync(rounds.Read(context.Parsed), cancellationToken);
        });
        return bench.Command;
    }
}
