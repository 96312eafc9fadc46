using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>Features of rows with their embeddings behind them, as models read them.</summary>
internal sealed class FoldInputs
{
    private readonly RowEmbeddings? _embeddings;

    /// <param name="data">A fold.</param>
    /// <param name="embeddings">Of all rows of the fold; null for features alone.</param>
    public FoldInputs(TrainingData data, RowEmbeddings? embeddings)
    {
        (Data, _embeddings) = (data, embeddings);
        Scaling = embeddings is null ? data.Scaling : Append(data.Scaling, embeddings.Slice(data.Train).Points);
    }

    public TrainingData Data { get; }

    /// <summary>What is done first to the features and to the embedding behind them: moments of the training block.</summary>
    public InputScaling Scaling { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width => Scaling.Means.Length;

    /// <summary>Writes a row, scaled.</summary>
    public void Fill(int row, Span<float> values)
    {
        values = values[..Width];
        Data.ReadRaw(row, values);
        _embeddings?[row].CopyTo(values[Data.Matrix.Columns..]);
        Scaling.Apply(values, values);
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
