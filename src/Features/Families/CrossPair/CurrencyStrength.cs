using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Strength of the eight currencies over a window: the mean of the oriented returns of a currency's seven pairs, each in units of its
/// own deviation on a random walk. Over all currencies it adds up to zero.
/// </summary>
internal sealed class CurrencyStrength(MarketState market, int window)
{
    private const int Currencies = 8;

    private static readonly int[] Bases = [.. Pair.All.Select(pair => (int)pair.Base)];
    private static readonly int[] Quotes = [.. Pair.All.Select(pair => (int)pair.Quote)];

    private readonly double _scale = 1 / (Math.Sqrt(window) * (Currencies - 1));
    private readonly double[] _strengths = new double[Currencies];

    public double Of(Currency currency) => _strengths[(int)currency];

    public double OfBase(int pair) => _strengths[Bases[pair]];

    public double OfQuote(int pair) => _strengths[Quotes[pair]];

    /// <summary>Computes all strengths.</summary>
    /// <param name="inverseSigmas">1/σ by pair.</param>
    public void Compute(ReadOnlySpan<double> inverseSigmas)
    {
        Array.Clear(_strengths);
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var series = market.Pairs[pair];
            if (series.Count > window)
            {
                var move = LogReturns.Between(series.CloseAt(window), series.Close) * _scale * inverseSigmas[pair];
                _strengths[Bases[pair]] += move;
                _strengths[Quotes[pair]] -= move;
            }
        }
    }
}
