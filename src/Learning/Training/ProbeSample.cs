using Bqx.Learning.Datasets;

namespace Bqx.Learning.Training;

/// <summary>Feature rows for the probe of a package: real vectors, evenly spread, so that it exercises what serving will see.</summary>
public static class ProbeSample
{
    private const int MostRows = 64;

    /// <summary>Of a block, row-major.</summary>
    public static float[] Of(TrainingData data, RowRange block) => Read(data, RowSample.Of(block, MostRows));

    /// <summary>Of single rows, row-major.</summary>
    public static float[] Of(TrainingData data, int[] rows) => Read(data, RowSample.Of(rows, MostRows));

    private static float[] Read(TrainingData data, int[] rows)
    {
        var columns = data.Matrix.Columns;
        var values = new float[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            data.ReadRaw(rows[i], values.AsSpan(i * columns, columns));
        }

        return values;
    }
}
