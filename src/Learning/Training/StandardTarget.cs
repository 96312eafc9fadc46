using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// What the heads learn, in standard units: u = (BQX − martingale)/(σ̂√V), v = log RV − log(σ̂√h), and the class of z.
/// </summary>
/// <param name="Residual">u, clipped to ±<see cref="Limit"/>: one surprise does not outweigh a day.</param>
/// <param name="Volatility">v.</param>
/// <param name="Class">0..4.</param>
public readonly record struct StandardTarget(float Residual, float Volatility, int Class)
{
    /// <summary>Where u is clipped for learning. Evaluation never clips.</summary>
    public const double Limit = 6;

    /// <summary>The targets of a row.</summary>
    public static StandardTarget Of(in Sample sample, Target target)
    {
        var sigma = Math.Max(sample.Sigma, ServingGraph.SigmaFloor);
        var residual = (sample.Bqx - sample.Martingale) / (sigma * Math.Sqrt(Martingale.ErrorVariance(target)));
        var volatility = sample.LogRv - Math.Log(sigma * Math.Sqrt(target.Horizon.Minutes));
        return new StandardTarget((float)Math.Clamp(residual, -Limit, Limit), (float)volatility, RegimeClasses.Of(Z(sample, target)));
    }

    /// <summary>z = −BQX/(σ̂·√S2(W)): positive when the price rose.</summary>
    public static double Z(in Sample sample, Target target) =>
        -sample.Bqx / (Math.Max(sample.Sigma, ServingGraph.SigmaFloor) * Math.Sqrt(Martingale.SumOfSquares(target.Window.Minutes)));
}
