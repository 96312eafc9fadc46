using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Inverse standard deviations of a fit's terms if prices are a random walk of unit steps: the yardsticks of the standardised terms.
/// </summary>
/// <param name="response">What a step of one adds to the fitted series k minutes later, k ≥ 0.</param>
/// <param name="memory">The first k from which that no longer changes.</param>
internal sealed class WalkDeviations(Func<int, double> response, int memory)
{
    /// <summary>Of prices: a step stays.</summary>
    public static readonly WalkDeviations OfPrice = new(_ => 1, 0);

    /// <summary>Of BQX over 60 minutes: a step counts −(60 − k) after k minutes.</summary>
    public static readonly WalkDeviations OfBqx = new(k => -Math.Max(0, 60 - k), 60);

    /// <summary>Of β1·(W − 1).</summary>
    public Vector512<double> Rise { get; } = FitWindows.Lanes(w => Inverse(w, response, memory, (x, _) => x * (w - 1)));

    /// <summary>Of a2·(W − 1)².</summary>
    public Vector512<double> Quadratic { get; } =
        FitWindows.Lanes(w => Inverse(w, response, memory, (_, q) => q * (w - 1) * (w - 1)));

    /// <summary>Of a1·(W − 1), a1 = β1 − (W − 1)·a2.</summary>
    public Vector512<double> Linear { get; } =
        FitWindows.Lanes(w => Inverse(w, response, memory, (x, q) => (x - ((w - 1) * q)) * (w - 1)));

    // The term is Σ weight(s)·y(s), and y(s) = Σ response(s − j)·step(j).
    private static double Inverse(double w, Func<int, double> response, int memory, Func<double, double, double> term)
    {
        var weights = Enumerable.Range(0, (int)w).Select(s => s - ((w - 1) / 2)).Select(x => term(
            x / FitWindows.N1(w), ((x * x) - (((w * w) - 1) / 12)) / FitWindows.N2(w))).ToArray();
        double variance = 0;
        for (var j = 1 - memory; j < w; j++)
        {
            double effect = 0;
            for (var s = Math.Max(0, j); s < w; s++)
            {
                effect += weights[s] * response(s - j);
            }

            variance += effect * effect;
        }

        return 1 / Math.Sqrt(variance);
    }
}
