namespace Bqx.Learning.Neural.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015), m' = β₁m + (1−β₁)g, v' = β₂v + (1−β₂)g², p' = p − η·(m'/c₁)/(√(v'/c₂) + ε), cᵢ = 1 − βᵢ^step; with weight
/// decay decoupled from the gradient it is AdamW (Loshchilov and Hutter 2019).
/// </summary>
public sealed record AdamOptions : OptimizerOptions
{
    /// <summary>Memory of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Memory of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the step finite where gradients vanish; positive.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether weight decay acts on the parameter (AdamW) or as a part of the gradient (Adam with L2).</summary>
    public bool Decoupled { get; init; } = true;

    internal override IOptimizer Create()
    {
        OptionRange.Share(nameof(Beta1), Beta1);
        OptionRange.Share(nameof(Beta2), Beta2);
        OptionRange.Positive(nameof(Epsilon), Epsilon);
        OptionRange.NotNegative(nameof(WeightDecay), WeightDecay);
        return new Adam(this);
    }
}
