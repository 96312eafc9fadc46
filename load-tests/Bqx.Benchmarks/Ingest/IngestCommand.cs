using System.CommandLine;
using Bqx.Benching.Cli;

namespace Bqx.Benchmarks.Ingest;

internal static class IngestCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand(
            "ingest", "Bars into PostgreSQL: the importer beside psql's \\copy of the same rows, a year of 28 pairs, and the same year again.");
        var bars = new Option<string?>("--bars")
        {
            Description = "Folder with bars of all 28 pairs; without it ../shared/fx beside the repository, or else a synthetic year.",
        };
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 5 };
        var pairs = new Option<int>("--pairs") { Description = "Pairs a round.", DefaultValueFactory = _ => 8 };
        rounds.WithinBounds(1, 100);
        pairs.WithinBounds(1, 28);
        bench.Command.Add(bars);
        bench.Command.Add(rounds);
        bench.Command.Add(pairs);
        bench.Runs((context, cancellationToken) =>
        {
            var beside = Path.Combine(context.Root, "..", "shared", "fx");
            var folder = context.Parsed.GetValue(bars) ?? (Directory.Exists(beside) ? beside : null);
            var options = new IngestOptions(folder, context.Parsed.GetValue(rounds), context.Parsed.GetValue(pairs));
            return new IngestBench(options, context.Root, context.Progress).RunAsync(cancellationToken);
        });
        return bench.Command;
    }
}
