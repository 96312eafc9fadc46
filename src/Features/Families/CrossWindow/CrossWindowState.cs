using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 4 keeps nothing of its own: it compares lanes of the fits.</summary>
internal sealed class CrossWindowState(MarketState market) : StatelessFamily
{
    private const int PerTerm = 6;
    private const int Lanes = 8;

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];

        // A term's two spare lanes are overwritten by the next one's.
        Span<float> all = stackalloc float[(6 * PerTerm) + Lanes - PerTerm];
        Write(series.PriceFits.Terms, all);
        Write(series.BqxFits.Terms, all[(3 * PerTerm)..]);
        all[..(6 * PerTerm)].CopyTo(values);
    }

    private static void Write(FitTerms terms, Span<float> values)
    {
        Difference(terms.RiseZ).Store(values);
        ShareDifference(terms.ParabolaR2).Store(values[PerTerm..]);
        Difference(terms.QuadraticZ).Store(values[(2 * PerTerm)..]);
    }

    private static Vector512<double> Difference(Vector512<double> terms)
    {
        var (a, b) = (Shorter(terms), Longer(terms));
        return (a - b) / (Vector512<double>.One + Vector512.Abs(a) + Vector512.Abs(b));
    }

    private static Vector512<double> ShareDifference(Vector512<double> shares)
    {
        var (a, b) = (Shorter(shares), Longer(shares));
        return (a - b) / (a + b + Vector512.Create(CrossWindowFamily.LeastShare));
    }

    private static Vector512<double> Shorter(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(0L, 1, 2, 3, 4, 0, 0, 0));

    private static Vector512<double> Longer(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(1L, 2, 3, 4, 5, 5, 0, 0));
}
