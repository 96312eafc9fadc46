using Bqx.Core;

namespace Bqx.Trainer.Reports;

/// <summary>What the martingale forecast achieved on real bars of the 28 pairs when the benchmark was set up, mean over pairs.</summary>
internal static class MartingaleReference
{
    /// <summary>Largest difference of the mean over all pairs that counts as agreement.</summary>
    public const double Tolerance = 0.02;

    private static readonly Dictionary<(int Window, int Horizon), (double RSquared, double Accuracy)> Seen = new()
    {
        [(75, 15)] = (0.503, 0.747),
        [(75, 30)] = (0.210, 0.644),
        [(75, 45)] = (0.060, 0.573),
        [(75, 60)] = (0.008, 0.521),
        [(60, 15)] = (0.415, 0.719),
        [(60, 30)] = (0.122, 0.607),
        [(60, 45)] = (0.014, 0.533),
    };

    /// <summary>The targets there are figures of: those with a horizon shorter than the window.</summary>
    public static IEnumerable<Target> Targets =>
        Seen.Keys.Select(key => new Target(new Window(key.Window), new Horizon(key.Horizon)));

    public static (double RSquared, double Accuracy) Of(Target target) => Seen[(target.Window.Minutes, target.Horizon.Minutes)];
}
