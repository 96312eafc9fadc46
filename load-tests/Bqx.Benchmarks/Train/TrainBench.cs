using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;

namespace Bqx.Benchmarks.Train;

/// <summary>Both networks at one thread and at two, ours and PyTorch's in turn, and the arithmetic peak beside them.</summary>
internal sealed class TrainBench(string root, int rounds, Action<string> progress)
{
    private const int WarmUp = 5;
    private static readonly int[] ThreadCounts = [1, 2];

    public async Task<BenchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, double>();
        var ratios = new Dictionary<string, double>();
        string[] leftOut = [];
        TorchPeer? peer = null;
        try
        {
            peer = await TorchPeer.FindAsync(root, cancellationToken);
        }
        catch (ToolMissingException missing)
        {
            leftOut = [$"PyTorch and its ratios are left out: {missing.Message}"];
        }

        foreach (var subject in TrainCase.All)
        {
            foreach (var threads in ThreadCounts)
            {
                await MeasureAsync(subject, threads, peer, figures, ratios, cancellationToken);
            }
        }

        return new BenchOutcome([], figures, ratios, leftOut);
    }

    private async Task MeasureAsync(
        TrainCase subject,
        int threads,
        TorchPeer? peer,
        Dictionary<string, double> figures,
        Dictionary<string, double> ratios,
        CancellationToken cancellationToken)
    {
        using var training = new OurTraining(subject, threads);
        training.Run(WarmUp);
        ArithmeticPeak.Measure(threads);
        var (ours, theirs, shares) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var peak = ArithmeticPeak.Measure(threads);
            ours.Add(training.Run(subject.Steps).SamplesPerSecond);
            shares.Add(ours[^1] * training.OperationsPerSample / peak);
            var line = $"{subject.Name}, {threads} thread(s), round {round}/{rounds}: {ours[^1]:F0} samples/s, {shares[^1]:P0} of {peak / 1e9:F0} GFLOP/s";
            if (peer is not null)
            {
                var output = await peer.RunAsync(subject.Name, threads, subject.Steps, WarmUp, cancellationToken);
                CheckSame(subject, training, output);
                theirs.Add(output.SamplesPerSecond);
                line += $"; PyTorch {theirs[^1]:F0}, ratio {ours[^1] / theirs[^1]:F2}";
            }

            progress(line);
        }

        figures[$"{subject.Name}_samples_per_second_t{threads}"] = Statistics.Median(ours);
        figures[$"{subject.Name}_share_of_peak_t{threads}"] = Statistics.Median(shares);
        if (theirs.Count > 0)
        {
            figures[$"{subject.Name}_pytorch_samples_per_second_t{threads}"] = Statistics.Median(theirs);
            ratios[$"{subject.Name}_over_pytorch_t{threads}"] = Statistics.MedianRatio(ours, theirs);
        }
    }

    private static void CheckSame(TrainCase subject, OurTraining training, TorchOutput output)
    {
        if (output.Parameters != training.Parameters)
        {
            throw new BenchException($"{subject.Name}: {training.Parameters} parameters here, {output.Parameters} in PyTorch: not the same net.");
        }

        if (!(output.LastLoss < output.FirstLoss))
        {
            throw new BenchException($"{subject.Name}: PyTorch does not learn, its loss went from {output.FirstLoss} to {output.LastLoss}.");
        }
    }
}
