namespace Bqx.Core;

/// <summary>
/// The forecast that is best if prices are a random walk, and its moments: the benchmark beside every figure.
/// With S2(n) = n(n+1)(2n+1)/6 and W, h the target's window and horizon.
/// </summary>
public static class Martingale
{
    /// <summary>S2(n), the sum of the first n squares.</summary>
    public static double SumOfSquares(int n) => n * (n + 1.0) * ((2.0 * n) + 1) / 6;

    /// <summary>The window whose present BQX is the forecast: W − h; null where h ≥ W, when the forecast is 0.</summary>
    public static Window? ForecastWindow(Target target) =>
        target.Horizon.Minutes < target.Window.Minutes
            ? new Window(target.Window.Minutes - target.Horizon.Minutes)
            : null;

    /// <summary>V: variance of the forecast's error in units of the squared one-minute return deviation.</summary>
    public static double ErrorVariance(Target target) =>
        SumOfSquares(target.Window.Minutes) - SumOfSquares(ForecastWindow(target)?.Minutes ?? 0);

    /// <summary>R² of the forecast on a random walk: S2(W−h)/S2(W).</summary>
    public static double RSquared(Target target) =>
        SumOfSquares(ForecastWindow(target)?.Minutes ?? 0) / SumOfSquares(target.Window.Minutes);

    /// <summary>Directional accuracy of the forecast on a random walk: ½ + asin(√R²)/π.</summary>
    public static double DirectionalAccuracy(Target target) => 0.5 + (Math.Asin(Math.Sqrt(RSquared(target))) / Math.PI);
}
