using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Rolling moments of the one-minute log returns of all pairs over 60 and 240 minutes: Σ r and Σ r² of every pair, Σ r·r' of every
/// edge, and the correlations that follow. A correlation is 0 where one side's variance is below that of half a tick in one minute.
/// </summary>
internal sealed class SisterMoments
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Windows = [60, 240];

    private const int Squares = Pair.Count;
    private const int Products = 2 * Pair.Count;
    private const int Width = Products + SisterEdges.Count;
    private const int PastCapacity = 64;

    private readonly MarketState _market;
    private readonly ShadowSums[] _sums = [.. Windows.Select(window => new ShadowSums(window, Width))];
    private readonly double[][] _correlations = [.. Windows.Select(_ => new double[SisterEdges.Count])];
    private readonly double[] _past = new double[PastCapacity * SisterEdges.Count];
    private readonly double[] _entering = new double[Width];
    private readonly double[] _leaving = new double[Width];
    private readonly double[] _inverse = new double[Pair.Count];

    public SisterMoments(MarketState market) => _market = market;

    /// <summary>How many minutes ago <see cref="Before"/> is.</summary>
    public const int DriftLag = 60;

    /// <summary>Correlation of every edge over a window, not oriented.</summary>
    public ReadOnlySpan<double> Correlations(int window) => _correlations[window];

    /// <summary>The correlations over 60 minutes of an hour ago.</summary>
    public ReadOnlySpan<double> Before => Past(_market.Number - DriftLag);

    /// <summary>Σ r² of every pair over the first window.</summary>
    public ReadOnlySpan<double> SquaresOfAnHour => _sums[0].Values.Slice(Squares, Pair.Count);

    public void Advance()
    {
        Compose(0, _entering);
        for (var k = 0; k < Windows.Length; k++)
        {
            Compose(Windows[k], _leaving);
            _sums[k].Slide(_market.Number, _entering, _leaving);
            Correlate(k);
        }

        _correlations[0].CopyTo(Past(_market.Number));
    }

    public void Reset()
    {
        Array.ForEach(_sums, sums => sums.Reset());
        Array.ForEach(_correlations, Array.Clear);
        Array.Clear(_past);
    }

    public void Save(SnapshotWriter writer)
    {
        Array.ForEach(_sums, sums => sums.Save(writer));
        for (var lag = DriftLag; lag >= 0; lag--)
        {
            foreach (var correlation in Past(_market.Number - lag))
            {
                writer.Write(correlation);
            }
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        foreach (var sums in _sums)
        {
            sums.Load(ref reader);
        }

        for (var lag = DriftLag; lag >= 0; lag--)
        {
            foreach (ref var correlation in Past(_market.Number - lag))
            {
                correlation = reader.ReadDouble();
            }
        }

        Correlate(0);
        Correlate(1);
    }

    private Span<double> Past(int number) =>
        _past.AsSpan((number & (PastCapacity - 1)) * SisterEdges.Count, SisterEdges.Count);

    // Returns, their squares, their products by edge.
    private void Compose(int lag, double[] values)
    {
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var value = _market.Pairs[pair].ReturnAt(lag);
            values[pair] = value;
            values[Squares + pair] = value * value;
        }

        var (ones, others) = (SisterEdges.One, SisterEdges.Other);
        for (var edge = 0; edge < ones.Length; edge++)
        {
            values[Products + edge] = values[ones[edge]] * values[others[edge]];
        }
    }

    private void Correlate(int window)
    {
        var sums = _sums[window].Values;
        var share = 1.0 / Windows[window];
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            double price = _market.Pairs[pair].Close;
            var variance = sums[Squares + pair] - (sums[pair] * sums[pair] * share);
            _inverse[pair] = variance * price * price > 0.25 ? 1 / Math.Sqrt(variance) : 0;
        }

        var (ones, others, correlations) = (SisterEdges.One, SisterEdges.Other, _correlations[window]);
        for (var edge = 0; edge < correlations.Length; edge++)
        {
            var (one, other) = (ones[edge], others[edge]);
            var covariance = sums[Products + edge] - (sums[one] * sums[other] * share);
            correlations[edge] = Math.Clamp(covariance * _inverse[one] * _inverse[other], -1, 1);
        }
    }
}
