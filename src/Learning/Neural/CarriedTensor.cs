using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>A tensor that a step reads and writes: a parameter, a moment of the optimizer, or a running average.</summary>
/// <param name="Name">Its name in the graph; the output of its next value is <see cref="Next"/>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Role">What it is.</param>
internal sealed record CarriedTensor(string Name, ImmutableArray<long> Shape, Initialization Start, CarriedRole Role)
{
    /// <summary>Name of the output that holds the next value.</summary>
    public string Next => Name + "_next";

    /// <summary>How many numbers it holds.</summary>
    public int Length => (int)Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Matrices decay, biases and scales do not.</summary>
    public bool Decays => Role == CarriedRole.Parameter && Shape.Length > 1;

    /// <summary>Gives the tensor its start.</summary>
    /// <param name="values">Its numbers.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="index">Its place among the tensors.</param>
    public void Initialise(Span<float> values, long seed, int index) =>
        Start.Fill(values, new CounterGenerator(seed, RandomPurpose.Initialization, index));
}
