using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class SoakCommand
{
    public static Command Create()
    {
        var usual = new SoakOptions();
        var bench = new BenchCommand(
            "soak", "A steady state for a long time: bytes allocated, full collections and growth of memory (--seconds 600 is the promise's ten minutes).");
        var seconds = BoundedOption.Create("--seconds", "How long.", (int)usual.Duration.TotalSeconds, 86_400);
        var rate = BoundedOption.Create("--rate", "Calls of Predict a second.", usual.Rate, 1_000_000);
        var connections = BoundedOption.Create("--connections", "HTTP/2 connections.", usual.Connections, 256);
        foreach (var option in (Option[])[seconds, rate, connections])
        {
            bench.Command.Options.Add(option);
        }

        bench.Runs((context, cancellationToken) => new SoakBench(context.Root, context.Progress).RunAsync(
            new SoakOptions
            {
                Duration = TimeSpan.FromSeconds(context.Parsed.GetValue(seconds)),
                Rate = context.Parsed.GetValue(rate),
                Connections = context.Parsed.GetValue(connections),
            },
            cancellationToken));
        return bench.Command;
    }
}
