using Bqx.Core;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>The target that serving heads and regimes belong to.</summary>
internal static class PrimaryTarget
{
    /// <summary>Its index in the matrix.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: its martingale is not 0, so that classes around −u would be wrong.</exception>
    public static int IndexOf(TrainingData data) => Martingale.ForecastWindow(data.Target) is null
        ? data.Matrix.Targets.IndexOf(data.Target)
        : throw new FaultException(
            Fault.InvalidInput, $"Baselines need a primary target whose horizon is not shorter than its window: {data.Target} is not one.");
}
