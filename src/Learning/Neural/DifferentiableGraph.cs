using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>
/// Reverse-mode differentiation over a graph being written: every applied operator is noted, and <see cref="Gradients"/> walks the
/// notes backwards, adding up what reaches each value.
/// </summary>
internal sealed class DifferentiableGraph(OnnxGraphBuilder graph)
{
    private readonly List<(DifferentiableOperator Operator, string[] Inputs, string Output)> _tape = [];
    private readonly HashSet<string> _depends = new(StringComparer.Ordinal);

    /// <summary>The graph that is written.</summary>
    public OnnxGraphBuilder Graph => graph;

    /// <summary>Declares an input by which the loss is differentiated.</summary>
    public string Parameter(string name, params ReadOnlySpan<long> shape)
    {
        _depends.Add(name);
        return graph.Input(name, shape);
    }

    /// <summary>Writes an operator.</summary>
    public string Apply(DifferentiableOperator op, params string[] inputs)
    {
        var output = op.Forward(graph, inputs);
        if (inputs.Any(_depends.Contains))
        {
            _depends.Add(output);
            _tape.Add((op, inputs, output));
        }

        return output;
    }

    /// <summary>Writes the derivatives of a scalar by every value that it depends on; parameters are among the keys.</summary>
    public IReadOnlyDictionary<string, string> Gradients(string loss)
    {
        var gradients = new Dictionary<string, string>(StringComparer.Ordinal) { [loss] = graph.Scalar(1) };
        foreach (var (op, inputs, output) in Enumerable.Reverse(_tape))
        {
            if (!gradients.TryGetValue(output, out var gradient))
            {
                continue;
            }

            for (var i = 0; i < inputs.Length; i++)
            {
                if (_depends.Contains(inputs[i]))
                {
                    var part = op.Backward(graph, inputs, output, gradient, i);
                    gradients[inputs[i]] = gradients.TryGetValue(inputs[i], out var sum) ? graph.Node("Add", sum, part) : part;
                }
            }
        }

        return gradients;
    }
}
