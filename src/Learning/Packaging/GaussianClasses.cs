using Bqx.Core;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>Class probabilities of a Gaussian between the cuts of the regime classes: P(z &lt; cut) = ½ + ½ erf((cut − ẑ)/(spread·√2)).</summary>
internal static class GaussianClasses
{
    /// <summary>Maps ẑ [N, 1] to probabilities [N, 5]: the differences of the four, with 0 and 1 at the ends.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="z">Forecast of z.</param>
    /// <param name="spread">Standard deviation of z around it.</param>
    public static string Write(OnnxGraphBuilder graph, string z, double spread)
    {
        var cuts = graph.Constant("regime_cuts", [.. RegimeClasses.Cuts], RegimeClasses.Cuts.Length);
        var standard = graph.Node("Mul", graph.Node("Sub", cuts, z), graph.Scalar(1 / (spread * Math.Sqrt(2))));
        var below = graph.Node("Mul", graph.Node("Add", graph.Node("Erf", standard), graph.Scalar(1)), graph.Scalar(0.5));
        double[] differences =
        [
            1, -1, 0, 0, 0,
            0, 1, -1, 0, 0,
            0, 0, 1, -1, 0,
            0, 0, 0, 1, -1,
        ];
        var matrix = graph.Constant("regime_differences", differences, RegimeClasses.Cuts.Length, RegimeProbabilities.Count);
        var classes = graph.Node("Gemm", below, matrix, graph.Constant("regime_ends", [0, 0, 0, 0, 1], RegimeProbabilities.Count));
        return graph.Node("Clip", classes, graph.Scalar(0), graph.Scalar(1));
    }
}
