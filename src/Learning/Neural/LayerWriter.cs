using System.Collections.Immutable;
using Bqx.Learning.Neural.Operators;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>
/// Writes layers. In training, parameters are inputs, batch statistics normalise, masks drop. In inference, parameters are constants,
/// running averages normalise, folded into the weights before them, and nothing is dropped.
/// </summary>
internal sealed class LayerWriter
{
    /// <summary>Weight of a batch in the running averages.</summary>
    public const double AverageRate = 0.1;

    private readonly DifferentiableGraph _graph;
    private readonly IReadOnlyDictionary<string, float[]>? _values;
    private readonly string _prefix;
    private readonly int _rows;

    private LayerWriter(OnnxGraphBuilder graph, int rows, IReadOnlyDictionary<string, float[]>? values, string prefix) =>
        (_graph, _rows, _values, _prefix) = (new DifferentiableGraph(graph), rows, values, prefix);

    /// <summary>What was declared on the way, in order; empty in inference.</summary>
    public List<CarriedTensor> Tensors { get; } = [];

    /// <summary>The next values of running averages.</summary>
    public List<(CarriedTensor Tensor, string Next)> States { get; } = [];

    /// <summary>Masks to be drawn.</summary>
    public List<DropoutMask> Masks { get; } = [];

    /// <summary>The graph that is written.</summary>
    public OnnxGraphBuilder Graph => _graph.Graph;

    public bool IsTraining => _values is null;

    public static LayerWriter ForTraining(OnnxGraphBuilder graph, int rows) => new(graph, rows, null, "");

    /// <param name="graph">Where to write.</param>
    /// <param name="values">Parameters and running averages by name.</param>
    /// <param name="prefix">Goes before the names of constants, so that several networks fit into one graph.</param>
    public static LayerWriter ForInference(OnnxGraphBuilder graph, IReadOnlyDictionary<string, float[]> values, string prefix) =>
        new(graph, 1, values, prefix);

    /// <summary>Derivatives of a loss.</summary>
    public IReadOnlyDictionary<string, string> Gradients(string loss) => _graph.Gradients(loss);

    /// <summary>x·W + b.</summary>
    public string Dense(string layer, string x, int inputs, int outputs, Initialization weights, Initialization? bias = null) => _graph.Apply(
        new Dense(_rows, inputs, outputs),
        x,
        Parameter(layer + "_weight", [inputs, outputs], weights),
        Parameter(layer + "_bias", [outputs], bias ?? Initialization.Zero));

    /// <summary>x·W, normalised over the batch, scaled and shifted; max(·, 0) and inverted dropout of it.</summary>
    public string NormalisedRelu(string layer, string x, int inputs, int outputs, double rate)
    {
        if (!IsTraining)
        {
            return Relu(FoldedDense(layer, x, inputs, outputs), outputs);
        }

        var product = _graph.Apply(
            new Dense(_rows, inputs, outputs), x, Parameter(layer + "_weight", [inputs, outputs], Initialization.He(inputs)));
        var scale = Parameter(layer + "_scale", [outputs], Initialization.One);
        var shift = Parameter(layer + "_shift", [outputs], Initialization.Zero);
        var mask = rate > 0 ? AddMask(layer, outputs, rate) : null;
        var norm = new NormalisedRelu(_rows, outputs, mask?.Kept ?? 1);
        string[] values = mask is null ? [product, scale, shift] : [product, scale, shift, Graph.Input(mask.Input, _rows, outputs)];
        var value = _graph.Apply(norm, values);
        Average(layer + "_mean", outputs, Initialization.Zero, norm.Mean, 1);
        Average(layer + "_variance", outputs, Initialization.One, norm.Variance, _rows > 1 ? _rows / (_rows - 1.0) : 1);
        return value;
    }

    public string Relu(string x, int width) => _graph.Apply(new Relu(_rows, width), x);

    /// <summary>max(x, 0) and inverted dropout (Srivastava et al. 2014).</summary>
    public string ReluDropout(string layer, string x, int width, double rate)
    {
        if (!IsTraining || rate <= 0)
        {
            return Relu(x, width);
        }

        var mask = AddMask(layer, width, rate);
        return _graph.Apply(new Relu(_rows, width, mask.Kept), x, Graph.Input(mask.Input, _rows, width));
    }

    /// <summary>Columns of all values side by side.</summary>
    public string Concat(params ReadOnlySpan<(string Value, int Width)> parts)
    {
        (string Value, int Width)[] all = [.. parts];
        return _graph.Apply(new ColumnConcat([.. all.Select(part => part.Width)]), [.. all.Select(part => part.Value)]);
    }

    /// <summary>Adjacent columns of a value that has so many.</summary>
    public string Columns(string x, int width, int first, int count) => _graph.Apply(new ColumnSlice(width, first, count), x);

    /// <summary>Mean of (x − y)².</summary>
    public string MeanSquaredError(string x, string y, int width) => _graph.Apply(new MeanSquaredError(_rows, width), x, y);

    /// <summary>Mean of −Σ y·log softmax(x).</summary>
    public string CrossEntropy(string logits, string classes) => _graph.Apply(new SoftmaxCrossEntropy(_rows), logits, classes);

    public string WeightedSum(ImmutableArray<double> weights, params string[] values) => _graph.Apply(new WeightedSum(weights), values);

    /// <summary>Adds λ/2·Σp² over all matrices to a loss.</summary>
    public string Penalise(string loss, double lambda)
    {
        if (lambda <= 0)
        {
            return loss;
        }

        string[] norms = [.. Tensors.Where(tensor => tensor.Decays).Select(tensor => _graph.Apply(new HalfSquaredNorm(), tensor.Name))];
        return WeightedSum([1, .. norms.Select(_ => lambda)], [loss, .. norms]);
    }

    private string Parameter(string name, ImmutableArray<long> shape, Initialization start)
    {
        if (_values is { } values)
        {
            return Graph.Constant(_prefix + name, Array.ConvertAll(values[name], value => (double)value), shape.AsSpan());
        }

        Tensors.Add(new CarriedTensor(name, shape, start, CarriedRole.Parameter));
        return _graph.Parameter(name, shape.AsSpan());
    }

    private DropoutMask AddMask(string layer, int width, double rate)
    {
        var mask = new DropoutMask(layer + "_mask", width, rate);
        Masks.Add(mask);
        return mask;
    }

    private void Average(string name, int width, Initialization start, string fresh, double correction)
    {
        var tensor = new CarriedTensor(name, [width], start, CarriedRole.State);
        var old = Graph.Node("Mul", Graph.Input(name, width), Graph.Scalar(1 - AverageRate));
        var next = Graph.Node("Add", old, Graph.Node("Mul", fresh, Graph.Scalar(AverageRate * correction)));
        Tensors.Add(tensor);
        States.Add((tensor, next));
    }

    // γ(xW − μ)/√(σ² + ε) + β = x·(W·s) + (β − μ·s), s = γ/√(σ² + ε).
    private string FoldedDense(string layer, string x, int inputs, int outputs)
    {
        var values = _values!;
        var (scale, shift) = (values[layer + "_scale"], values[layer + "_shift"]);
        var (mean, variance) = (values[layer + "_mean"], values[layer + "_variance"]);
        var matrix = values[layer + "_weight"];
        var factors = scale.Zip(variance, (gamma, square) => gamma / Math.Sqrt(square + BatchNormalization.Epsilon)).ToArray();
        double[] weights = [.. matrix.Select((weight, i) => weight * factors[i % outputs])];
        double[] biases = [.. shift.Select((beta, j) => beta - (mean[j] * factors[j]))];
        return Graph.Node(
            "Gemm",
            x,
            Graph.Constant($"{_prefix}{layer}_weight", weights, inputs, outputs),
            Graph.Constant($"{_prefix}{layer}_bias", biases, outputs));
    }
}
