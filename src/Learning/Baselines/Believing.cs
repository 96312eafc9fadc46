using Bqx.Learning.Datasets;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>What the validation block says of forecasts of u.</summary>
internal static class Believing
{
    private const double LeastSpread = 0.1;

    /// <summary>How much of the forecasts of a target to believe: nothing gives the martingale itself.</summary>
    public static double Factor(TrainingData data, int target, ReadOnlySpan<float> forecasts)
    {
        var shrinkage = new Shrinkage(data.Dataset.Options with { Targets = [data.Matrix.Targets[target]] });
        for (var i = 0; i < forecasts.Length; i++)
        {
            var row = data.Validation.First + i;
            shrinkage.Add(data.Matrix[row].Number, data.Residual(row, target), forecasts[i]);
        }

        return shrinkage.Factor();
    }

    /// <summary>Root mean square of u around believed forecasts.</summary>
    public static double Spread(TrainingData data, int target, ReadOnlySpan<float> forecasts)
    {
        var sum = 0.0;
        for (var i = 0; i < forecasts.Length; i++)
        {
            var error = data.Residual(data.Validation.First + i, target) - forecasts[i];
            sum += error * error;
        }

        return Math.Max(LeastSpread, Math.Sqrt(sum / forecasts.Length));
    }

    /// <summary>Multiplies forecasts by a factor.</summary>
    public static float[] Scale(float[] forecasts, double factor) => Array.ConvertAll(forecasts, forecast => (float)(forecast * factor));
}
