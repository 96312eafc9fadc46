using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Shadow;

/// <summary>Counts how the shadow differs from the default label at the same bar.</summary>
internal sealed class ShadowComparison(ModelId shadow, ShadowMetrics metrics)
{
    public void Compare(FeatureFrame frame, PairPrediction?[] predictions, PredictionSnapshot served)
    {
        if (!served.ByLabel.TryGetValue(PredictionSnapshot.DefaultLabel, out var production))
        {
            return;
        }

        var (count, difference, disagreements) = (0, 0.0, 0);
        foreach (var pair in Pair.All)
        {
            if (predictions[pair.Index] is { } mine && production[pair]?.Value is { } other && other.Close == frame.Close)
            {
                var half = (other.BqxInterval.High - other.BqxInterval.Low) / 2;
                count++;
                difference += Math.Abs(mine.Bqx - other.Bqx) / half;
                disagreements += mine.Signal == other.Signal ? 0 : 1;
            }
        }

        metrics.Differed(shadow, count, difference, disagreements);
    }
}
