using Bqx.Core;
using Bqx.Learning.Datasets;

namespace Bqx.Learning.Evaluation;

/// <summary>How far apart rows still move together, in sampled minutes.</summary>
public static class SerialCorrelation
{
    /// <summary>Sampled minutes within 2·(h + W): labels overlap over h + W, and Bartlett's weights halve what lies in the middle.</summary>
    public static int Lags(DatasetOptions options) => Lags(options.Target, options.Stride);

    /// <summary>The same for a target and the market minutes between two rows of a pair.</summary>
    public static int Lags(Target target, int stride) => Ceiling(2 * Reach(target), stride);

    /// <summary>Sampled minutes within h + W: over how many neighbours forecast errors overlap.</summary>
    public static int Steps(Target target, int stride) => Ceiling(Reach(target), stride);

    private static int Reach(Target target) => target.Horizon.Minutes + target.Window.Minutes;

    private static int Ceiling(int minutes, int stride) => (minutes + stride - 1) / stride;
}
