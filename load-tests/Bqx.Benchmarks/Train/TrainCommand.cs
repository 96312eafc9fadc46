using System.CommandLine;
using Bqx.Benching.Cli;

namespace Bqx.Benchmarks.Train;

internal static class TrainCommand
{
    public static Command Create()
    {
        var bench = new BenchCommand("train", "Training on ONNX Runtime: samples a second of both networks, and PyTorch beside it.");
        var rounds = new Option<int>("--rounds") { Description = "Rounds; ratios are medians.", DefaultValueFactory = _ => 5 };
        rounds.WithinBounds(1, 100);
        bench.Command.Add(rounds);
        bench.Runs((context, cancellationToken) =>
            new TrainBench(context.Root, context.Parsed.GetValue(rounds), context.Progress).RunAsync(cancellationToken));
        return bench.Command;
    }
}
