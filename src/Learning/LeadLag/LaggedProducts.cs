using System.Numerics.Tensors;

namespace Bqx.Learning.LeadLag;

/// <summary>
/// Σ a[t]·b[t−k] of every ordered pair of series and every k from −15 to 15. All Gram matrices of lagged regressors follow from these, as
/// the series count as 0 outside their window.
/// </summary>
internal sealed class LaggedProducts
{
    private const int Block = 1024;

    private readonly int _lags;
    private readonly double[,,] _products;

    /// <param name="series">Each with at least <paramref name="lags"/> zeros before its first and after its last value.</param>
    /// <param name="lags">Largest k.</param>
    public LaggedProducts(double[][] series, int lags)
    {
        _lags = lags;
        _products = new double[series.Length, series.Length, lags + 1];
        var end = series[0].Length;
        for (var start = lags; start < end; start += Block)
        {
            Add(series, start, Math.Min(Block, end - start));
        }
    }

    /// <summary>Σ a[t]·b[t−k].</summary>
    public double this[int a, int b, int k] => k >= 0 ? _products[a, b, k] : _products[b, a, -k];

    /// <summary>The matrix Σ a[t−i]·b[t−j], i and j from 1.</summary>
    public double[,] Gram(int a, int b)
    {
        var gram = new double[_lags, _lags];
        for (var i = 0; i < _lags; i++)
        {
            for (var j = 0; j < _lags; j++)
            {
                gram[i, j] = this[a, b, j - i];
            }
        }

        return gram;
    }

    private void Add(double[][] series, int start, int length)
    {
        for (var a = 0; a < series.Length; a++)
        {
            var left = series[a].AsSpan(start, length);
            for (var b = 0; b < series.Length; b++)
            {
                for (var k = 0; k <= _lags; k++)
                {
                    _products[a, b, k] += TensorPrimitives.Dot<double>(left, series[b].AsSpan(start - k, length));
                }
            }
        }
    }
}
