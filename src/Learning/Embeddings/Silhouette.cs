using System.Numerics.Tensors;

namespace Bqx.Learning.Embeddings;

/// <summary>
/// How well clusters part (Rousseeuw 1987): the mean of (b − a)/max(a, b) over points, where a is a point's mean distance from the
/// others of its cluster and b the least mean distance from those of another; 0 for a point alone in its cluster. −1 to 1.
/// </summary>
public sealed class Silhouette
{
    private readonly float[] _distances;
    private readonly int _count;

    /// <summary>Takes all distances between the points: memory grows with the square of their number.</summary>
    public Silhouette(PointSet points)
    {
        _count = points.Count;
        _distances = new float[_count * _count];
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _distances[(i * _count) + j] = _distances[(j * _count) + i] = TensorPrimitives.Distance(points[i], points[j]);
            }
        }
    }

    /// <summary>Scores a division of the points into at least two clusters.</summary>
    public double Score(ReadOnlySpan<int> assignment)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(assignment.Length, _count);
        var clusters = assignment.IsEmpty ? 0 : TensorPrimitives.Max(assignment) + 1;
        var counts = new int[clusters];
        foreach (var cluster in assignment)
        {
            counts[cluster]++;
        }

        var sum = 0.0;
        var totals = new double[clusters];
        for (var i = 0; i < _count; i++)
        {
            Array.Clear(totals);
            for (var j = 0; j < _count; j++)
            {
                totals[assignment[j]] += _distances[(i * _count) + j];
            }

            sum += Of(assignment[i], totals, counts);
        }

        return _count > 0 ? sum / _count : 0;
    }

    private static double Of(int own, double[] totals, int[] counts)
    {
        if (counts[own] < 2)
        {
            return 0;
        }

        var within = totals[own] / (counts[own] - 1);
        var between = double.MaxValue;
        for (var k = 0; k < totals.Length; k++)
        {
            if (k != own && counts[k] > 0)
            {
                between = Math.Min(between, totals[k] / counts[k]);
            }
        }

        var larger = Math.Max(within, between);
        return between < double.MaxValue && larger > 0 ? (between - within) / larger : 0;
    }
}
