namespace Bqx.Features;

/// <summary>Families 2 and 3 keep nothing of their own: the series computes the fits.</summary>
internal sealed class RegressionState(MarketState market, Func<PairSeries, FitTerms> terms) : StatelessFamily
{
    private readonly FitTerms[] _terms = [.. market.Pairs.Select(terms)];

    public override void Write(int pair, Span<float> values) => _terms[pair].Write(values);
}
