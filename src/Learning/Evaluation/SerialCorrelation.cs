using Bqx.Learning.Datasets;

namespace Bqx.Learning.Evaluation;

/// <summary>How far apart rows still move together.</summary>
public static class SerialCorrelation
{
    /// <summary>Sampled minutes within 2·(h + W): labels overlap over h + W, and Bartlett's weights halve what lies in the middle.</summary>
    public static int Lags(DatasetOptions options)
    {
        var reach = 2 * (options.Target.Horizon.Minutes + options.Target.Window.Minutes);
        return (reach + options.Stride - 1) / options.Stride;
    }
}
