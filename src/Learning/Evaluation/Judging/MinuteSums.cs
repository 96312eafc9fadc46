using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Two sums over the rows of each minute, whose ratio is an estimate.</summary>
internal sealed class MinuteSums(int slots)
{
    private readonly double[] _tops = new double[slots];
    private readonly double[] _bottoms = new double[slots];

    public ReadOnlySpan<double> Tops => _tops;

    public ReadOnlySpan<double> Bottoms => _bottoms;

    public void Add(int slot, double top, double bottom = 1)
    {
        _tops[slot] += top;
        _bottoms[slot] += bottom;
    }

    public Estimate Estimate(int lags) => Ratio.Of(_tops, _bottoms, lags);

    /// <summary>Mean by minute; NaN where a minute has no rows.</summary>
    public double[] Means()
    {
        var means = new double[slots];
        for (var slot = 0; slot < slots; slot++)
        {
            means[slot] = _bottoms[slot] > 0 ? _tops[slot] / _bottoms[slot] : double.NaN;
        }

        return means;
    }

    public void Clear()
    {
        Array.Clear(_tops);
        Array.Clear(_bottoms);
    }
}
