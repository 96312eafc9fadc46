using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Embeddings;

/// <summary>
/// Looks at embeddings: 1 an even sample, 2 its clusters, as many as part best, 3 its map in two dimensions, 4 the feature behind each
/// dimension.
/// </summary>
public static class EmbeddingAnalyzer
{
    /// <summary>Analyses embeddings. The same arguments give the same result.</summary>
    /// <param name="embeddings">A point a row.</param>
    /// <param name="featuresOf">Writes the scaled features of such a row.</param>
    /// <param name="features">Names of the features.</param>
    /// <param name="options">How much to look at.</param>
    public static EmbeddingAnalysis Run(
        PointSet embeddings, RowReader featuresOf, IReadOnlyList<string> features, EmbeddingAnalysisOptions options)
    {
        var (points, rows) = embeddings.Sample(options.Points);
        var (clustering, silhouette) = Cluster(points, options);
        var (x, y) = Map(points);
        return new EmbeddingAnalysis(
            [.. rows], x, y, [.. clustering.Assignment], clustering.Centres.Count, silhouette, Correlate(points, rows, featuresOf, features));
    }

    private static (Clustering Clustering, double Silhouette) Cluster(PointSet points, EmbeddingAnalysisOptions options)
    {
        var (few, chosen) = points.Sample(options.SilhouettePoints);
        var silhouette = new Silhouette(few);
        (Clustering Clustering, double Score)? best = null;
        for (var k = 2; k <= Math.Min(options.MaxClusters, points.Count); k++)
        {
            var clustering = KMeans.Fit(points, k, options.Restarts, options.Seed);
            var score = silhouette.Score(Array.ConvertAll(chosen, row => clustering.Assignment[row]));
            best = best is null || score > best.Value.Score ? (clustering, score) : best;
        }

        return best ?? (KMeans.Fit(points, 1, 1, options.Seed), 0);
    }

    private static (ImmutableArray<float> X, ImmutableArray<float> Y) Map(PointSet points)
    {
        var equations = new NormalEquations(points.Dimensions + 1, 0);
        var row = new float[points.Dimensions + 1];
        row[^1] = 1;
        for (var i = 0; i < points.Count; i++)
        {
            points[i].CopyTo(row);
            equations.Add(row, []);
        }

        equations.Finish();
        var plane = PrincipalComponents.Fit(equations, Math.Min(2, points.Dimensions));
        return (Along(0), plane.Count > 1 ? Along(1) : [.. new float[points.Count]]);

        ImmutableArray<float> Along(int component) =>
            [.. Enumerable.Range(0, points.Count).Select(i => (float)plane.Project(points[i], component))];
    }

    private static ImmutableArray<DimensionCorrelation> Correlate(
        PointSet points, int[] rows, RowReader featuresOf, IReadOnlyList<string> features)
    {
        var dimensions = Columns(points.Dimensions, points.Count, (i, row) => points[i].CopyTo(row));
        var columns = Columns(features.Count, points.Count, (i, row) => featuresOf(rows[i], row));
        var result = ImmutableArray.CreateBuilder<DimensionCorrelation>(points.Dimensions);
        for (var dimension = 0; dimension < points.Dimensions; dimension++)
        {
            float[] correlations = Array.ConvertAll(columns, column => TensorPrimitives.Dot<float>(dimensions[dimension], column));
            var strongest = LargestMagnitude.IndexOf<float>(correlations);
            var value = correlations[strongest];
            result.Add(new DimensionCorrelation(dimension, value == 0 ? "" : features[strongest], Math.Clamp(value, -1f, 1f)));
        }

        return result.MoveToImmutable();
    }

    // Columns of rows, each centred and of length 1; zeros where it does not vary.
    private static float[][] Columns(int width, int count, RowReader read)
    {
        var columns = new float[width][];
        for (var j = 0; j < width; j++)
        {
            columns[j] = new float[count];
        }

        var row = new float[width];
        for (var i = 0; i < count; i++)
        {
            read(i, row);
            for (var j = 0; j < width; j++)
            {
                columns[j][i] = row[j];
            }
        }

        foreach (var column in columns)
        {
            TensorPrimitives.Subtract(column, TensorPrimitives.Average<float>(column), column);
            var norm = TensorPrimitives.Norm<float>(column);
            TensorPrimitives.Multiply(column, norm > 1e-6f ? 1 / norm : 0, column);
        }

        return columns;
    }
}
