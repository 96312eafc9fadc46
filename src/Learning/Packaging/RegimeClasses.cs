using System.Collections.Immutable;

namespace Bqx.Learning.Packaging;

/// <summary>The five ordinal classes of z = −BQX/(σ̂·√S2(W)), in the order strong_bear, bear, neutral, bull, strong_bull.</summary>
public static class RegimeClasses
{
    /// <summary>Where one class ends and the next begins.</summary>
    public static readonly ImmutableArray<double> Cuts = [-1.5, -0.5, 0.5, 1.5];

    /// <summary>Class 0..4 of a value; a cut belongs to the class above it.</summary>
    public static int Of(double z)
    {
        var index = 0;
        while (index < Cuts.Length && z >= Cuts[index])
        {
            index++;
        }

        return index;
    }
}
