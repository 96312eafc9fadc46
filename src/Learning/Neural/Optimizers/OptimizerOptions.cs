namespace Bqx.Learning.Neural.Optimizers;

/// <summary>How a gradient moves a parameter.</summary>
public abstract record OptimizerOptions
{
    /// <summary>Share of a matrix that a step takes away, times the learning rate; biases and scales do not decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="Core.FaultException"><see cref="Core.Fault.InvalidInput"/>: a value is outside its range.</exception>
    internal abstract IOptimizer Create();
}
