using Bqx.Learning.Linear;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>Fits the linear twin of the autoencoder on the training block, pooled over pairs.</summary>
public static class PcaTrainer
{
    /// <summary>Numbers in an embedding, where there are so many features.</summary>
    public const int Dimensions = 64;

    // A covariance of 802 columns takes a second for some 40,000 rows; more of them change no direction that matters.
    private const int MaxRows = 60_000;

    /// <summary>Fits exactly, on evenly spread rows. The same data give the same bits.</summary>
    public static FittedEncoder Fit(TrainingData data, CancellationToken cancellationToken)
    {
        var columns = data.Matrix.Columns;
        var equations = new NormalEquations(columns + 1, 0);
        var x = new float[columns + 1];
        x[columns] = 1;
        foreach (var row in RowSample.Of(data.Train, MaxRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            data.ReadScaled(row, x);
            equations.Add(x, []);
        }

        equations.Finish();
        var components = PrincipalComponents.Fit(equations, Math.Min(Dimensions, columns));
        return new FittedEncoder("pca", data.Scaling, new PcaEncoder(components), 0, []);
    }
}
