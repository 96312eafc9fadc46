namespace Bqx.Learning.Neural;

/// <summary>Constants of Adam (Kingma and Ba 2015), with the weight decay decoupled (Loshchilov and Hutter 2019).</summary>
internal sealed record AdamOptions
{
    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a matrix that a step takes away, times the learning rate; biases do not decay.</summary>
    public double WeightDecay { get; init; } = 1e-2;
}
