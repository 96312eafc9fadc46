namespace Bqx.Learning.Neural.Optimizers;

/// <summary>Stochastic gradient descent with momentum: v' = μv + g + decay·p, p' = p − η·v'.</summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>μ, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    internal override IOptimizer Create()
    {
        OptionRange.Share(nameof(Momentum), Momentum);
        OptionRange.NotNegative(nameof(WeightDecay), WeightDecay);
        return new Sgd(this);
    }
}
