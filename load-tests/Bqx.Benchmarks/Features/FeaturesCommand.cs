using System.CommandLine;
using Bqx.Benching.Cli;

namespace Bqx.Benchmarks.Features;

internal static class FeaturesCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand(
            "features", "The feature engine: microseconds a bar for all pairs, a year in memory, and numpy and pandas beside it.");
        var bars = new Option<string?>("--bars")
        {
            Description = "Folder with bars of all 28 pairs; without it ../shared/fx beside the repository, or else a synthetic year.",
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; figures are medians.", DefaultValueFactory = _ => 5 };
        var families = new Option<bool>("--families") { Description = "Print what each family costs." };
        rounds.WithinBounds(1, 100);
        bench.Command.Add(bars);
        bench.Command.Add(rounds);
        bench.Command.Add(families);
        bench.Runs((context, cancellationToken) =>
        {
            var beside = Path.Combine(context.Root, "..", "shared", "fx");
            var folder = context.Parsed.GetValue(bars) ?? (Directory.Exists(beside) ? beside : null);
            var options = new FeaturesOptions(folder, context.Parsed.GetValue(rounds), context.Parsed.GetValue(families));
            return new FeaturesBench(context.Root, options, context.Progress).RunAsync(cancellationToken);
        });
        return bench.Command;
    }
}
