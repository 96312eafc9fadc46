using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

internal static class OverloadCommand
{
    public static Command Create()
    {
        var usual = new OverloadOptions();
        var bench = new BenchCommand(
            "overload", "ModelInfer at more than can be served: what is answered, what is turned away, and what runs although its deadline passes.");
        var seconds = BoundedOption.Create("--seconds", "Length of every stretch.", (int)usual.Stretch.TotalSeconds, 3_600);
        var factor = BoundedOption.Create("--factor", "Arrivals over what can be served.", (int)usual.Factor, 10);
        bench.Command.Options.Add(seconds);
        bench.Command.Options.Add(factor);
        bench.Runs((context, cancellationToken) => new OverloadBench(context.Root, context.Progress).RunAsync(
            new OverloadOptions
            {
                Stretch = TimeSpan.FromSeconds(context.Parsed.GetValue(seconds)),
                Factor = context.Parsed.GetValue(factor),
            },
            cancellationToken));
        return bench.Command;
    }
}
