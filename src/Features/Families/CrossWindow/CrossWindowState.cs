using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 4 keeps nothing of its own: it compares lanes of the fits.</summary>
internal sealed class CrossWindowState(MarketState market) : StatelessFamily
{
    private const int PerTerm = 6;
    private const int All = 6 * PerTerm;

    public override void Write(int pair, Span<float> values)
    {
        values = values[..All];
        var series = market.Pairs[pair];
        var (price, bqx) = (series.PriceFits.Terms, series.BqxFits.Terms);

        // A term's two spare lanes are overwritten by the next one's.
        OfTerms(price.RiseZ).CopyTo(values);
        OfShares(price.ParabolaR2).CopyTo(values[PerTerm..]);
        OfTerms(price.QuadraticZ).CopyTo(values[(2 * PerTerm)..]);
        OfTerms(bqx.RiseZ).CopyTo(values[(3 * PerTerm)..]);
        OfShares(bqx.ParabolaR2).CopyTo(values[(4 * PerTerm)..]);
        OfTerms(bqx.QuadraticZ).StoreSix(values[(5 * PerTerm)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OfTerms(Vector512<double> terms) => FitDifferences.OfTerms(Shorter(terms), Longer(terms));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OfShares(Vector512<double> shares) => FitDifferences.OfShares(Shorter(shares), Longer(shares));

    private static Vector512<double> Shorter(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(0L, 1, 2, 3, 4, 0, 0, 0));

    private static Vector512<double> Longer(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(1L, 2, 3, 4, 5, 5, 0, 0));
}
