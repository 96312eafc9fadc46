using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class BarCommand
{
    public static Command Create()
    {
        var usual = new BarOptions();
        var bench = new BenchCommand(
            "bar", "From the last bar of a minute to the published predictions of 28 pairs: 802 features, the encoder, 28 nets, PostgreSQL and Redis beside.");
        var minutes = BoundedOption.Create("--minutes", "Minutes that are measured.", usual.Minutes, 5_000);
        var rate = BoundedOption.Create("--rate", "Minutes a second.", usual.Rate, 200);
        var subscribers = BoundedOption.Create("--subscribers", "Streams of Subscribe, all pairs each.", usual.Subscribers, 1_000);
        foreach (var option in (Option[])[minutes, rate, subscribers])
        {
            bench.Command.Options.Add(option);
        }

        bench.Runs((context, cancellationToken) => new BarBench(context.Root, context.Progress).RunAsync(
            new BarOptions
            {
                Minutes = context.Parsed.GetValue(minutes),
                Rate = context.Parsed.GetValue(rate),
                Subscribers = context.Parsed.GetValue(subscribers),
            },
            cancellationToken));
        return bench.Command;
    }
}
