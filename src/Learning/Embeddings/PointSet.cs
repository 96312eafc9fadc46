using System.Numerics.Tensors;

namespace Bqx.Learning.Embeddings;

/// <summary>Points in a space of a few dimensions, row-major.</summary>
/// <param name="Values">Points × dimensions.</param>
/// <param name="Dimensions">Numbers in a point.</param>
public sealed record PointSet(float[] Values, int Dimensions)
{
    /// <summary>How many points there are.</summary>
    public int Count => Values.Length / Dimensions;

    /// <summary>A point.</summary>
    public ReadOnlySpan<float> this[int index] => Values.AsSpan(index * Dimensions, Dimensions);

    /// <summary>Square of the Euclidean distance of a point from a place.</summary>
    public double SquaredDistance(int index, ReadOnlySpan<float> place)
    {
        var distance = TensorPrimitives.Distance(this[index], place);
        return (double)distance * distance;
    }

    /// <summary>Evenly spread points, at most so many, with their indices.</summary>
    public (PointSet Points, int[] Indices) Sample(int most)
    {
        var count = Math.Min(most, Count);
        var indices = new int[count];
        var values = new float[count * Dimensions];
        for (var i = 0; i < count; i++)
        {
            indices[i] = (int)((long)i * Count / count);
            this[indices[i]].CopyTo(values.AsSpan(i * Dimensions));
        }

        return (new PointSet(values, Dimensions), indices);
    }
}
