using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Optimizers;

/// <summary>Writes the updates of parameters, and says each step what numbers the graph needs.</summary>
internal interface IOptimizer
{
    /// <summary>Scalars that the graph reads each step.</summary>
    ImmutableArray<string> Scalars { get; }

    /// <summary>Computes the scalars, in their order.</summary>
    /// <param name="scalars">One element each.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">1 for the first.</param>
    void Compute(Span<float> scalars, double rate, long step);

    /// <summary>Writes the update of a parameter. Returns the next value of it and of each of its moments.</summary>
    IEnumerable<(CarriedTensor Tensor, string Next)> Write(OnnxGraphBuilder graph, CarriedTensor parameter, string gradient);
}
