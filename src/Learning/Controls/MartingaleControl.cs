using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Controls;

/// <summary>On a random walk the martingale forecast must achieve exactly what the formula says: R² = S2(W−h)/S2(W).</summary>
internal static class MartingaleControl
{
    /// <summary>Judges every target whose horizon is shorter than its window, pooled over pairs.</summary>
    /// <param name="market">Makes the walk.</param>
    /// <param name="kind">What it is like.</param>
    /// <param name="seed">Which one it is.</param>
    /// <param name="plan">How long it is, and the tolerance.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ControlResult Run(IControlMarket market, WalkKind kind, long seed, ControlPlan plan, CancellationToken cancellationToken)
    {
        var closes = Closes(market.Generate(kind, 0, seed, plan.MartingaleMinutes), plan.MartingaleMinutes, cancellationToken);
        var checks = Target.MultiHorizon.Where(target => Martingale.ForecastWindow(target) is not null)
            .Select(target => (Target: target, Check: MartingaleCheck.Run(closes, target)))
            .ToList();
        var worst = checks.MaxBy(each => Math.Abs(each.Check.RSquared - Martingale.RSquared(each.Target)));
        var deviation = worst.Check.RSquared - Martingale.RSquared(worst.Target);
        return new ControlResult(
            ControlKind.Negative,
            $"R² of the martingale, {kind} walk",
            Math.Abs(deviation) <= plan.MartingaleTolerance,
            $"S2(W−h)/S2(W) ± {plan.MartingaleTolerance:0.###} for {checks.Count} targets",
            $"{deviation:+0.0000;-0.0000} at most ({worst.Target}: {worst.Check.RSquared:0.0000} for {Martingale.RSquared(worst.Target):0.0000}), "
            + $"{checks.Min(each => each.Check.Minutes) / 1e6:0.0} M minutes");
    }

    private static int[][] Closes(IEnumerable<MinuteBars> bars, int minutes, CancellationToken cancellationToken)
    {
        int[][] closes = [.. Pair.All.Select(_ => new int[minutes])];
        var count = 0;
        foreach (var minute in bars)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ref readonly var bar in minute.Bars.Span)
            {
                closes[bar.Pair.Index][count] = bar.CloseTicks;
            }

            count++;
        }

        return closes;
    }
}
