using System.Numerics;

namespace Bqx.Features.Lint;

/// <summary>
/// Means, deviations and correlations of vectors that come one by one. Sums are of values less those of the first vector, so that
/// nothing cancels; the cross products take O(width²) a vector.
/// </summary>
public sealed class FeatureMoments
{
    private readonly int _width;
    private readonly double[] _origin;
    private readonly double[] _shifted;
    private readonly double[] _sums;
    private readonly double[][] _products;
    private readonly float[] _lowest;
    private readonly float[] _highest;

    /// <param name="width">Values a vector.</param>
    public FeatureMoments(int width)
    {
        _width = width;
        _origin = new double[width];
        _shifted = new double[width];
        _sums = new double[width];
        _products = [.. Enumerable.Range(1, width).Select(length => new double[length])];
        _lowest = [.. Enumerable.Repeat(float.PositiveInfinity, width)];
        _highest = [.. Enumerable.Repeat(float.NegativeInfinity, width)];
    }

    /// <summary>Vectors so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes in a vector.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        for (var i = 0; i < _width; i++)
        {
            _origin[i] = Count == 0 ? vector[i] : _origin[i];
            _shifted[i] = vector[i] - _origin[i];
            _sums[i] += _shifted[i];
            _lowest[i] = Math.Min(_lowest[i], vector[i]);
            _highest[i] = Math.Max(_highest[i], vector[i]);
        }

        for (var i = 0; i < _width; i++)
        {
            AddScaled(_products[i], _shifted.AsSpan(0, i + 1), _shifted[i]);
        }

        Count++;
    }

    public double Mean(int i) => _origin[i] + (_sums[i] / Count);

    public double Variance(int i) => Covariance(i, i);

    public float Lowest(int i) => _lowest[i];

    public float Highest(int i) => _highest[i];

    /// <summary>Pearson's ρ; 0 where either does not vary.</summary>
    public double Correlation(int i, int j)
    {
        var scale = Math.Sqrt(Variance(i) * Variance(j));
        return scale > 0 ? Covariance(i, j) / scale : 0;
    }

    private double Covariance(int i, int j) =>
        (_products[Math.Max(i, j)][Math.Min(i, j)] - (_sums[i] / Count * _sums[j])) / Count;

    private static void AddScaled(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        var i = 0;
        for (var scale = new Vector<double>(factor); i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sums[i..]) + (new Vector<double>(values[i..]) * scale)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += values[i] * factor;
        }
    }
}
