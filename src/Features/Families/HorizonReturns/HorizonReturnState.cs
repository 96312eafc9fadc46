using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 8 keeps nothing of its own: it reads the pair's ring of closes.</summary>
internal sealed class HorizonReturnState(MarketState market) : StatelessFamily
{
    // The last horizon stands in for the lanes that are not used.
    private static readonly int[] Shorter = HorizonReturnFamily.Horizons[..8];
    private static readonly int[] Longer = [.. HorizonReturnFamily.Horizons[8..], 1440, 1440, 1440, 1440];
    private static readonly Vector512<double> ShorterScale = Vector512<double>.One / Vector512.Sqrt(Lanes.Of(Shorter));
    private static readonly Vector512<double> LongerScale = Vector512<double>.One / Vector512.Sqrt(Lanes.Of(Longer));

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var after = Vector512.Create((double)series.Close);
        var inverse = Vector512.Create(series.InverseSigma);
        (LogReturns.Between(series.ClosesAt(Shorter), after) * ShorterScale * inverse).Store(values);
        var longer = LogReturns.Between(series.ClosesAt(Longer), after) * LongerScale * inverse;
        Vector256.Narrow(longer.GetLower(), longer.GetUpper()).GetLower().CopyTo(values[Shorter.Length..]);
    }
}
