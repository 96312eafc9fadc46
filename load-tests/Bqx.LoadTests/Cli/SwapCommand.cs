using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class SwapCommand
{
    public static Command Create()
    {
        var usual = new SwapOptions();
        var bench = new BenchCommand("swap", "Predict while versions are promoted back and forth, against steady service.");
        var swaps = BoundedOption.Create("--swaps", "Promotions in all, four a second.", usual.Swaps, 100_000);
        var rounds = BoundedOption.Create("--rounds", "Rounds of a steady and a swapping stretch.", usual.Rounds, 1_000);
        var rate = BoundedOption.Create("--rate", "Arrivals a second.", usual.Rate, 1_000_000);
        var connections = BoundedOption.Create("--connections", "HTTP/2 connections.", usual.Connections, 256);
        foreach (var option in (Option[])[swaps, rounds, rate, connections])
        {
            bench.Command.Options.Add(option);
        }

        var server = new ServerOptions(bench.Command);
        bench.Runs(async (context, cancellationToken) =>
        {
            await using var opened = await server.OpenAsync(context, cancellationToken);
            var options = new SwapOptions
            {
                Swaps = context.Parsed.GetValue(swaps),
                Rounds = context.Parsed.GetValue(rounds),
                Rate = context.Parsed.GetValue(rate),
                Connections = context.Parsed.GetValue(connections),
            };
            return await new SwapBench(opened, context.Progress).RunAsync(options, cancellationToken);
        });
        return bench.Command;
    }
}
