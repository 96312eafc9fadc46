using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The 56 triangles A/B, B/C, A/C of three currencies in priority order: how far ln(A/C) − ln(A/B) − ln(B/C) lies from its mean of the
/// last 240 minutes, in its deviations. The residual is counted from that of the segment's first minute, so that sums of squares keep
/// their digits; it is 0 before all three pairs have a bar.
/// </summary>
internal sealed class Triangles(MarketState market)
{
    public const int Window = 240;

    /// <summary>Least deviation of a residual, in log units: a tenth of a tick where prices are near 1.</summary>
    public const double Floor = 1e-6;

    private const int Count = 56;
    private const int Capacity = 256;
    private const long TicksOfTheFirstLeg = 100_000; // B is never JPY

    private static readonly (int Long, int First, int Second)[] Legs = new (int, int, int)[Count];

    // By pair · 6 + position of the third currency.
    private static readonly int[] Index = new int[Pair.Count * PerPair];
    private static readonly double[] Sign = new double[Pair.Count * PerPair];

    private readonly ShadowSums _sums = new(Window, 2 * Count);
    private readonly double[] _past = new double[Capacity * Count];
    private readonly double[] _origin = new double[Count];
    private readonly bool[] _known = new bool[Count];
    private readonly double[] _entering = new double[2 * Count];
    private readonly double[] _leaving = new double[2 * Count];
    private readonly double[] _standardised = new double[Count];

    static Triangles() => Build();

    /// <summary>Triangles that a pair is a side of.</summary>
    public const int PerPair = 6;

    /// <summary>Standardised residuals of a pair's triangles, oriented as ln(B/Q) − ln(B/Z) − ln(Z/Q).</summary>
    public void Write(int pair, Span<float> values)
    {
        for (var k = 0; k < PerPair; k++)
        {
            var position = (pair * PerPair) + k;
            values[k] = (float)(Sign[position] * _standardised[Index[position]]);
        }
    }

    public void Advance()
    {
        var now = At(market.Number);
        Measure(0, now);
        Fill(now, _entering);
        Fill(At(market.Number - Window), _leaving);
        _sums.Slide(market.Number, _entering, _leaving);
        Standardise(now);
    }

    public void Reset()
    {
        _sums.Reset();
        Array.Clear(_past);
        Array.Clear(_origin);
        Array.Clear(_known);
        Array.Clear(_standardised);
    }

    public void Save(SnapshotWriter writer)
    {
        _sums.Save(writer);
        for (var i = 0; i < Count; i++)
        {
            writer.Write(_known[i] ? 1 : 0);
            writer.Write(_origin[i]);
        }
    }

    /// <summary>The residuals themselves follow from the closes.</summary>
    public void Load(ref SnapshotReader reader)
    {
        Reset();
        _sums.Load(ref reader);
        for (var i = 0; i < Count; i++)
        {
            _known[i] = reader.ReadInt32() != 0;
            _origin[i] = reader.ReadDouble();
        }

        for (var lag = Window; lag >= 0; lag--)
        {
            Measure(lag, At(market.Number - lag));
        }

        Standardise(At(market.Number));
    }

    private Span<double> At(int number) => _past.AsSpan((number & (Capacity - 1)) * Count, Count);

    private void Measure(int lag, Span<double> residuals)
    {
        for (var i = 0; i < Count; i++)
        {
            var (side, first, second) = Legs[i];
            long direct = market.Pairs[side].CloseAt(lag);
            var product = (long)market.Pairs[first].CloseAt(lag) * market.Pairs[second].CloseAt(lag);
            residuals[i] = 0;
            if (direct > 0 && product > 0)
            {
                var residual = LogReturns.Between(product, direct * TicksOfTheFirstLeg);
                if (!_known[i])
                {
                    (_known[i], _origin[i]) = (true, residual);
                }

                residuals[i] = residual - _origin[i];
            }
        }
    }

    private static void Fill(ReadOnlySpan<double> residuals, Span<double> values)
    {
        for (var i = 0; i < Count; i++)
        {
            values[i] = residuals[i];
            values[Count + i] = residuals[i] * residuals[i];
        }
    }

    private void Standardise(ReadOnlySpan<double> residuals)
    {
        var share = Vector512.Create(1.0 / Window);
        var least = Vector512.Create(Floor * Floor);
        var sums = _sums.Values;
        for (var i = 0; i < Count; i += Vector512<double>.Count)
        {
            var mean = Vector512.Create(sums[i..]) * share;
            var variance = (Vector512.Create(sums[(Count + i)..]) * share) - (mean * mean);
            var deviation = Vector512.Sqrt(Vector512.Max(variance, least));
            ((Vector512.Create(residuals[i..]) - mean) / deviation).CopyTo(_standardised, i);
        }
    }

    private static void Build()
    {
        var index = Pair.All.ToDictionary(pair => (pair.Base, pair.Quote), pair => pair.Index);
        var count = 0;
        foreach (var side in Pair.All)
        {
            for (var middle = side.Base + 1; middle < side.Quote; middle++)
            {
                var legs = (Long: side.Index, First: index[(side.Base, middle)], Second: index[(middle, side.Quote)]);
                Legs[count] = legs;
                Place(legs.Long, middle, count, 1);
                Place(legs.First, side.Quote, count, -1);
                Place(legs.Second, side.Base, count, -1);
                count++;
            }
        }
    }

    private static void Place(int pair, Currency other, int triangle, int sign)
    {
        var position = (pair * PerPair) + Sisters.OthersOf(Pair.FromIndex(pair)).IndexOf(other);
        (Index[position], Sign[position]) = (triangle, sign);
    }
}
