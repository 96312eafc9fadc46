using System.Numerics.Tensors;

namespace Bqx.Learning.Packaging;

/// <summary>
/// What the graph does to each raw feature first: (x − mean)·inverse deviation, clipped to ±<see cref="Limit"/>. The inverse is 0 for
/// a feature that does not vary.
/// </summary>
public sealed record InputScaling(float[] Means, float[] InverseDeviations)
{
    /// <summary>Standard deviations beyond which a feature says no more.</summary>
    public const float Limit = 8;

    /// <summary>Scales one row.</summary>
    public void Apply(ReadOnlySpan<float> raw, Span<float> scaled)
    {
        scaled = scaled[..raw.Length];
        TensorPrimitives.Subtract(raw, Means, scaled);
        TensorPrimitives.Multiply(scaled, InverseDeviations, scaled);
        TensorPrimitives.Clamp(scaled, -Limit, Limit, scaled);
    }
}
