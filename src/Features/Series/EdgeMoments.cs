using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling moments of the one-minute log returns over one window, and the correlations of all <see cref="SisterEdges"/>.</summary>
internal sealed class EdgeMoments(int window)
{
    private const int Currencies = CurrencyGrid.Currencies;

    private readonly ShadowPhases _phases = new([.. Enumerable.Repeat(window, ShadowBank.Lanes)]);
    private readonly ShadowBank[] _returns = new ShadowBank[Currencies];
    private readonly ShadowBank[] _squares = new ShadowBank[Currencies];
    private readonly ShadowBank[] _products = new ShadowBank[SisterEdges.Rows];
    private readonly Vector512<double>[] _correlations = new Vector512<double>[SisterEdges.Rows];
    private readonly float[] _rounded = new float[SisterEdges.Count];

    /// <summary>Minutes.</summary>
    public int Window => window;

    /// <summary>By row of edges.</summary>
    public ReadOnlySpan<Vector512<double>> Correlations => _correlations;

    /// <summary>The same by place, rounded.</summary>
    public ReadOnlySpan<float> Rounded => _rounded;

    /// <summary>Σ r² of every pair, by row of the grid.</summary>
    public Vector512<double> Squares(int currency) => _squares[currency].Sums;

    /// <param name="number">Market-minute number.</param>
    /// <param name="entering">The returns of that minute.</param>
    /// <param name="leaving">Those of as many minutes ago as the window has.</param>
    public void Slide(int number, LogStep entering, LogStep leaving)
    {
        _phases.MoveTo(number);
        for (var currency = 0; currency < Currencies; currency++)
        {
            var (enters, leaves) = (entering[currency], leaving[currency]);
            _returns[currency].Slide(_phases, enters, leaves);
            _squares[currency].Slide(_phases, enters * enters, leaves * leaves);
            for (var k = 0; k < SisterEdges.RowsPerCurrency; k++)
            {
                var row = (currency * SisterEdges.RowsPerCurrency) + k;
                var (one, other) = (SisterEdges.One[row], SisterEdges.Other[row]);
                _products[row].Slide(_phases, Product(enters, one, other), Product(leaves, one, other));
            }
        }
    }

    /// <summary>Computes the correlations.</summary>
    /// <param name="squaredPrices">P² by row of the grid.</param>
    public void Correlate(ReadOnlySpan<Vector512<double>> squaredPrices)
    {
        var share = Vector512.Create(1.0 / window);
        for (var currency = 0; currency < Currencies; currency++)
        {
            var sums = _returns[currency].Sums;
            var variance = _squares[currency].Sums - (sums * sums * share);
            var moved = Vector512.GreaterThan(variance * squaredPrices[currency], Vector512.Create(0.25));
            var inverse = Vector512.ConditionalSelect(moved, Vector512<double>.One / Vector512.Sqrt(variance), Vector512<double>.Zero);
            for (var k = 0; k < SisterEdges.RowsPerCurrency; k++)
            {
                var row = (currency * SisterEdges.RowsPerCurrency) + k;
                var (one, other) = (SisterEdges.One[row], SisterEdges.Other[row]);
                var covariance = _products[row].Sums - (Product(sums, one, other) * share);
                var correlation = covariance * Product(inverse, one, other);
                correlation = Vector512.MinNative(
                    Vector512.MaxNative(correlation, Vector512.Create(-1.0)), Vector512<double>.One);
                _correlations[row] = correlation;
                correlation.Store(_rounded.AsSpan(row * Currencies));
            }
        }
    }

    public void Reset()
    {
        Array.Clear(_returns);
        Array.Clear(_squares);
        Array.Clear(_products);
    }

    public void Save(SnapshotWriter writer)
    {
        Save(writer, _returns);
        Save(writer, _squares);
        Save(writer, _products);
    }

    public void Load(ref SnapshotReader reader)
    {
        Load(ref reader, _returns);
        Load(ref reader, _squares);
        Load(ref reader, _products);
    }

    private static Vector512<double> Product(Vector512<double> row, Vector512<long> one, Vector512<long> other) =>
        Vector512.ShuffleNative(row, one) * Vector512.ShuffleNative(row, other);

    private static void Save(SnapshotWriter writer, ShadowBank[] banks)
    {
        foreach (var bank in banks)
        {
            bank.Save(writer);
        }
    }

    private static void Load(ref SnapshotReader reader, ShadowBank[] banks)
    {
        foreach (ref var bank in banks.AsSpan())
        {
            bank.Load(ref reader);
        }
    }
}
