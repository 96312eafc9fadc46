using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Predicted probabilities of each class, by tenths, against how often the class came.</summary>
internal sealed class ReliabilityBins
{
    private const int Bins = 10;
    private const int Classes = RegimeProbabilities.Count;
    private readonly int[] _counts = new int[Classes * Bins];
    private readonly int[] _came = new int[Classes * Bins];
    private readonly double[] _predicted = new double[Classes * Bins];
    private readonly int _rows;

    /// <param name="actual">Class by row.</param>
    /// <param name="probabilities">Five a row.</param>
    public ReliabilityBins(byte[] actual, float[] probabilities)
    {
        _rows = actual.Length;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var label = i % Classes;
            var bin = (label * Bins) + Math.Clamp((int)(probabilities[i] * Bins), 0, Bins - 1);
            _counts[bin]++;
            _predicted[bin] += probabilities[i];
            _came[bin] += actual[i / Classes] == label ? 1 : 0;
        }
    }

    /// <summary>Expected calibration error: |mean predicted − frequency| over bins, weighed by their rows, mean over classes.</summary>
    public double Error()
    {
        var sum = 0.0;
        for (var bin = 0; bin < _counts.Length; bin++)
        {
            sum += Math.Abs(_predicted[bin] - _came[bin]);
        }

        return sum / (_rows * (double)Classes);
    }

    /// <summary>A curve a class.</summary>
    public IEnumerable<CoverageCurve> Curves(string model)
    {
        for (var label = 0; label < Classes; label++)
        {
            int[] bins = [.. Enumerable.Range(label * Bins, Bins).Where(bin => _counts[bin] > 0)];
            yield return new CoverageCurve(
                model,
                $"{Metrics.Regime}:{RegimeNames.All[label]}",
                bins.Select(bin => _predicted[bin] / _counts[bin]).ToImmutableArray(),
                bins.Select(bin => (double)_came[bin] / _counts[bin]).ToImmutableArray());
        }
    }
}
