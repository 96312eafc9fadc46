using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Tests.Neural;

/// <summary>Compares written derivatives with central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Checks both forms of a graph: of standard operators, and of kernels.</summary>
    /// <param name="build">Writes a loss of the parameters and returns its name.</param>
    /// <param name="parameters">Name, shape and values of every parameter.</param>
    public static void Run(Func<DifferentiableGraph, string> build, params (string Name, long[] Shape, double[] Values)[] parameters)
    {
        Run(new OnnxGraphBuilder("check", isDouble: true), build, parameters);
        Run(new OnnxGraphBuilder("check", isDouble: true, usesKernels: true), build, parameters);
    }

    private static void Run(
        OnnxGraphBuilder builder, Func<DifferentiableGraph, string> build, (string Name, long[] Shape, double[] Values)[] parameters)
    {
        var graph = new DifferentiableGraph(builder);
        foreach (var (name, shape, _) in parameters)
        {
            graph.Parameter(name, shape);
        }

        Run(builder, build(graph), graph.Gradients, parameters, []);
    }

    /// <param name="builder">The graph so far.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="differentiate">Writes the derivatives of the loss.</param>
    /// <param name="parameters">Name, shape and values of every parameter.</param>
    /// <param name="data">The graph's other inputs.</param>
    public static void Run(
        OnnxGraphBuilder builder,
        string loss,
        Func<string, IReadOnlyDictionary<string, string>> differentiate,
        (string Name, long[] Shape, double[] Values)[] parameters,
        (string Name, long[] Shape, double[] Values)[] data)
    {
        var gradients = differentiate(loss);
        builder.Output(loss, "loss");
        foreach (var (name, shape, _) in parameters)
        {
            builder.Output(gradients[name], "d_" + name, shape);
        }

        (string, long[], double[])[] inputs = [.. parameters, .. data];
        using var session = RuntimeSession.Open(builder.ToBytes(), new RuntimeOptions());
        foreach (var (name, _, values) in parameters)
        {
            var written = Evaluate(session, "d_" + name, inputs);
            written.Length.ShouldBe(values.Length, name);
            for (var i = 0; i < values.Length; i++)
            {
                var original = values[i];
                values[i] = original + Step;
                var above = Evaluate(session, "loss", inputs)[0];
                values[i] = original - Step;
                var below = Evaluate(session, "loss", inputs)[0];
                values[i] = original;
                var numeric = (above - below) / (2 * Step);
                written[i].ShouldBe(numeric, 1e-8 + (1e-7 * Math.Abs(numeric)), $"{name}[{i}]");
            }
        }
    }

    /// <summary>Seeded numbers in (−1, 1), none nearer to 0 than 0.05, so that no kink lies within a step.</summary>
    public static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (0.05 + (0.95 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1))];
    }

    private static double[] Evaluate(InferenceSession session, string output, (string Name, long[] Shape, double[] Values)[] parameters)
    {
        var inputs = parameters.ToDictionary(p => p.Name, p => OrtValue.CreateTensorValueFromMemory(p.Values, p.Shape));
        using var options = new RunOptions();
        using var results = session.Run(options, inputs, [output]);
        foreach (var input in inputs.Values)
        {
            input.Dispose();
        }

        return results[0].GetTensorDataAsSpan<double>().ToArray();
    }
}
