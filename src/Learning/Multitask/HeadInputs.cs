using Bqx.Learning.Embeddings;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>What a head's net reads of a row: features and embedding, scaled, and the standardised volatility that the anchor forecasts.</summary>
internal sealed class HeadInputs(FoldInputs fold, VolatilityAnchor anchor)
{
    public TrainingData Data => fold.Data;

    public VolatilityAnchor Anchor => anchor;

    /// <summary>What the serving graph does first.</summary>
    public InputScaling Scaling => fold.Scaling;

    /// <summary>Numbers that the net reads.</summary>
    public int Width => fold.Width + 1;

    /// <summary>Writes what the net reads.</summary>
    public void Fill(int row, Span<float> values)
    {
        fold.Fill(row, values);
        var forecast = (anchor.Pooled(values) - anchor.Mean) / anchor.Deviation;
        values[fold.Width] = (float)Math.Clamp(forecast, -InputScaling.Limit, InputScaling.Limit);
    }

    /// <summary>What the anchor leaves of v, in its own deviations: the target of the volatility head.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="scaled">Its scaled features.</param>
    public float Remainder(int row, ReadOnlySpan<float> scaled)
    {
        var forecast = anchor.Pooled(scaled) - anchor.PooledBias + anchor.Bias(Data.Matrix[row].Pair);
        return (float)((Data.TargetOf(row).Volatility - forecast) / anchor.Remainder);
    }
}
