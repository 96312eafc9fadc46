using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 8 keeps nothing of its own: it reads the pair's ring of closes.</summary>
internal sealed class HorizonReturnState(MarketState market) : StatelessFamily
{
    private const int Longest = 1440;

    private static readonly int[] Horizons = HorizonReturnFamily.Horizons;

    // One lane a horizon; the last four are not used.
    private static readonly Vector512<float> Scale =
        Vector512.Create([.. Horizons.Select(horizon => (float)(1 / Math.Sqrt(horizon))), 0, 0, 0, 0]);

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var returns = LogReturns.Between(Before(series), Vector512.Create(series.Close));
        returns *= Scale * (float)series.InverseSigma;
        returns.GetLower().CopyTo(values);
        returns.GetUpper().GetLower().CopyTo(values[Vector256<float>.Count..]);
    }

    // Closes at the beginning of each horizon; the last one stands in for the lanes that are not used.
    private static Vector512<int> Before(PairSeries series)
    {
        var past = series.ClosesUpTo(0, Longest + 1);
        var oldest = past[0];
        return Vector512.Create(
            past[Longest - 2],
            past[Longest - 3],
            past[Longest - 5],
            past[Longest - 10],
            past[Longest - 90],
            past[Longest - 120],
            past[Longest - 150],
            past[Longest - 180],
            past[Longest - 240],
            past[Longest - 390],
            past[Longest - 630],
            oldest,
            oldest,
            oldest,
            oldest,
            oldest);
    }
}
