using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>Where a tensor begins: normal around 0 with a deviation, plus an offset the same everywhere or one by element.</summary>
internal sealed record Initialization(double Deviation, double Offset, ImmutableArray<double> Offsets)
{
    public static readonly Initialization Zero = new(0, 0, []);

    public static readonly Initialization One = new(0, 1, []);

    /// <summary>He et al. (2015): keeps the variance through a ReLU layer.</summary>
    public static Initialization He(int inputs) => new(Math.Sqrt(2.0 / inputs), 0, []);

    /// <summary>LeCun: keeps the variance through a linear layer.</summary>
    public static Initialization Linear(int inputs) => new(Math.Sqrt(1.0 / inputs), 0, []);

    /// <summary>The given values.</summary>
    public static Initialization Values(ImmutableArray<double> values) => new(0, 0, values);

    public void Fill(Span<float> tensor, CounterGenerator generator)
    {
        for (var i = 0; i < tensor.Length; i++)
        {
            var offset = Offsets.IsEmpty ? Offset : Offsets[i];
            tensor[i] = (float)(Deviation > 0 ? offset + (Deviation * generator.Gaussian((uint)i)) : offset);
        }
    }
}
