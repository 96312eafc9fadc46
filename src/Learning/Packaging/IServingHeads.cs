using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>The fitted middle of a serving graph.</summary>
public interface IServingHeads
{
    /// <summary>
    /// Adds nodes that map scaled features [N, F] to: the standardised residual of BQX over its martingale [N, 1], log RV minus
    /// log(σ̂√h) [N, 1], and class probabilities [N, 5].
    /// </summary>
    internal (string Bqx, string LogRv, string Regime) Write(OnnxGraphBuilder graph, string scaled);
}
