using Bqx.Core;

namespace Bqx.Learning.Statistics;

/// <summary>How many independent observations overlapping labels of pairs that move together are worth.</summary>
public static class EffectiveSize
{
    /// <summary>Independent dimensions of 28 pairs: eight currencies, one of which is the unit.</summary>
    public const int Rank = 7;

    /// <summary>
    /// Minutes that one independent observation takes: Σ ρₖ² over all lags k, ρ the autocorrelation of the martingale's error on a random
    /// walk, which weighs the coming returns with W − h + 1..W (1..W where h ≥ W). 28.5 for h = W = 60, every minute.
    /// </summary>
    /// <param name="target">What is predicted.</param>
    /// <param name="stride">Minutes between two observations; the result is in such steps.</param>
    public static double Inflation(Target target, int stride)
    {
        var largest = target.Window.Minutes;
        var smallest = Math.Max(0, largest - target.Horizon.Minutes) + 1;
        var variance = Product(smallest, largest, 0);
        var sum = 1.0;
        for (var lag = stride; lag <= largest - smallest; lag += stride)
        {
            var correlation = Product(smallest, largest, lag) / variance;
            sum += 2 * correlation * correlation;
        }

        return sum;
    }

    /// <summary>Pairs that count: no more than <see cref="Rank"/>.</summary>
    public static int Of(int pairs) => Math.Min(pairs, Rank);

    private static double Product(int smallest, int largest, int lag)
    {
        var sum = 0.0;
        for (var weight = smallest; weight + lag <= largest; weight++)
        {
            sum += (double)weight * (weight + lag);
        }

        return sum;
    }
}
