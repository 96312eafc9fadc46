using Bqx.Learning.Embeddings;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>
/// What a head's net reads of a row: scaled features, the scaled embedding where there is one, and the standardised volatility that the
/// anchor forecasts.
/// </summary>
internal sealed class HeadInputs
{
    private readonly TrainingData _data;
    private readonly RowEmbeddings? _embeddings;

    public HeadInputs(TrainingData data, RowEmbeddings? embeddings, VolatilityAnchor anchor)
    {
        (_data, _embeddings, Anchor) = (data, embeddings, anchor);
        Scaling = embeddings is null ? data.Scaling : Append(data.Scaling, embeddings.Slice(data.Train).Points);
    }

    public TrainingData Data => _data;

    public VolatilityAnchor Anchor { get; }

    /// <summary>What the serving graph does first to the features and the embedding behind them.</summary>
    public InputScaling Scaling { get; }

    /// <summary>Numbers that the serving graph reads.</summary>
    public int RawWidth => Scaling.Means.Length;

    /// <summary>Numbers that the net reads.</summary>
    public int Width => RawWidth + 1;

    /// <summary>Writes features and embedding as they are.</summary>
    public void FillRaw(int row, Span<float> values)
    {
        _data.ReadRaw(row, values);
        _embeddings?[row].CopyTo(values[_data.Matrix.Columns..]);
    }

    /// <summary>Writes what the net reads.</summary>
    public void Fill(int row, Span<float> values)
    {
        var scaled = values[..RawWidth];
        FillRaw(row, scaled);
        Scaling.Apply(scaled, scaled);
        var forecast = (Anchor.Pooled(scaled) - Anchor.Mean) / Anchor.Deviation;
        values[RawWidth] = (float)Math.Clamp(forecast, -InputScaling.Limit, InputScaling.Limit);
    }

    /// <summary>What the anchor leaves of v, in its own deviations: the target of the volatility head.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="scaled">Its scaled features.</param>
    public float Remainder(int row, ReadOnlySpan<float> scaled)
    {
        var forecast = Anchor.Pooled(scaled) - Anchor.PooledBias + Anchor.Bias(_data.Matrix[row].Pair);
        return (float)((_data.TargetOf(row).Volatility - forecast) / Anchor.Remainder);
    }

    private static InputScaling Append(InputScaling scaling, PointSet embeddings)
    {
        var (means, inverses) = (new float[embeddings.Dimensions], new float[embeddings.Dimensions]);
        for (var j = 0; j < means.Length; j++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < embeddings.Count; i++)
            {
                sum += embeddings[i][j];
                squares += (double)embeddings[i][j] * embeddings[i][j];
            }

            var mean = sum / embeddings.Count;
            var deviation = Math.Sqrt(Math.Max(0, (squares / embeddings.Count) - (mean * mean)));
            (means[j], inverses[j]) = ((float)mean, deviation > 1e-6 ? (float)(1 / deviation) : 0);
        }

        return new InputScaling([.. scaling.Means, .. means], [.. scaling.InverseDeviations, .. inverses]);
    }
}
