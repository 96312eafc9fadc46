using System.Runtime.InteropServices;
using Bqx.OnnxProto;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Bqx.Learning.Onnx;

/// <summary>
/// Writes an ONNX graph of opset 17 over one floating-point type. Values are named by their author or numbered, so the same
/// calls give the same bytes.
/// </summary>
/// <param name="name">The graph's name.</param>
/// <param name="isDouble">Whether it computes in float64; else in float32.</param>
/// <param name="usesKernels">Whether it may use operators of <see cref="KernelDomain"/>, which only training sessions know.</param>
internal sealed class OnnxGraphBuilder(string name, bool isDouble = false, bool usesKernels = false)
{
    /// <summary>Operators of our own.</summary>
    public const string KernelDomain = "bqx.training";

    /// <summary>A dimension that is known only at run time: the batch.</summary>
    public const long AnyRows = -1;

    private const int Opset = 17;
    private const int IrVersion = 8;

    private const string MlDomain = "ai.onnx.ml";
    private const int MlOpset = 3;
    private const int KernelOpset = 1;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<string, string> _scoped = new(StringComparer.Ordinal);
    private string _scope = "";
    private int _count;

    /// <summary>Whether the graph computes in float64; else in float32.</summary>
    public bool IsDouble => isDouble;

    /// <summary>Whether operators of <see cref="KernelDomain"/> may be written.</summary>
    public bool UsesKernels => usesKernels;

    private int ElementType => (int)(isDouble ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float);

    /// <summary>Declares an input.</summary>
    public string Input(string value, params ReadOnlySpan<long> shape)
    {
        _graph.Input.Add(Describe(value, shape));
        return value;
    }

    /// <summary>Declares that a value is an output, under a name of its own.</summary>
    public void Output(string value, string output, params ReadOnlySpan<long> shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = output, Input = { value }, Output = { output } });
        _graph.Output.Add(Describe(output, shape));
    }

    /// <summary>
    /// Makes the output of a node an output of the graph by giving it that name, without the copy that another name costs. What is added
    /// later must use the new name.
    /// </summary>
    public void Rename(string value, string output, params ReadOnlySpan<long> shape)
    {
        foreach (var node in _graph.Node)
        {
            Replace(node.Output, value, output);
            Replace(node.Input, value, output);
        }

        _graph.Output.Add(Describe(output, shape));
    }

    /// <summary>Adds a tensor of constants; no dimensions make a scalar.</summary>
    public string Constant(string value, ReadOnlySpan<double> data, params ReadOnlySpan<long> shape)
    {
        value = Scoped(value);
        var tensor = new TensorProto { Name = value, DataType = ElementType };
        tensor.Dims.AddRange(shape.ToArray());
        tensor.RawData = isDouble ? Raw(data) : Raw<float>(ToSingle(data));
        _graph.Initializer.Add(tensor);
        return value;
    }

    /// <summary>Adds a scalar constant.</summary>
    public string Scalar(double data) => Constant(Fresh("Scalar"), [data]);

    /// <summary>Adds a tensor of integers.</summary>
    public string Integers(string value, params ReadOnlySpan<long> data)
    {
        value = Scoped(value);
        var tensor = new TensorProto { Name = value, DataType = (int)TensorProto.Types.DataType.Int64, Dims = { data.Length } };
        tensor.RawData = Raw(data);
        _graph.Initializer.Add(tensor);
        return value;
    }

    /// <summary>Adds a tensor of integers under a name of its own making.</summary>
    public string Integers(params ReadOnlySpan<long> data) => Integers(Fresh("Integers"), data);

    /// <summary>Adjacent columns of a matrix.</summary>
    public string Columns(string matrix, int first, int count) =>
        Node("Slice", matrix, Integers(first), Integers(first + count), Integers(1));

    /// <summary>Adds an operator with one output and returns the output's name.</summary>
    public string Node(string op, params ReadOnlySpan<string> inputs) => Node(op, [], inputs);

    /// <summary>Adds an operator with integer attributes and one output, and returns the output's name.</summary>
    public string Node(string op, ReadOnlySpan<(string Name, long Value)> attributes, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = op, Name = Fresh(op) };
        AddInputs(node, inputs);
        node.Output.Add(node.Name);
        AddAttributes(node, attributes);
        _graph.Node.Add(node);
        return node.Name;
    }

    /// <summary>Adds an operator whose attribute is a list of axes.</summary>
    public string NodeOverAxes(string op, string input, bool keepDimensions, params ReadOnlySpan<long> axes)
    {
        var output = Node(op, [("keepdims", keepDimensions ? 1 : 0)], input);
        var list = new AttributeProto { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints };
        list.Ints.AddRange(axes.ToArray());
        _graph.Node[^1].Attribute.Add(list);
        return output;
    }

    /// <summary>Adds an operator of ai.onnx.ml with one output and returns the output's name.</summary>
    public string MlNode(string op, IEnumerable<AttributeProto> attributes, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = op, Domain = MlDomain, Name = Fresh(op), Attribute = { attributes } };
        AddInputs(node, inputs);
        node.Output.Add(node.Name);
        _graph.Node.Add(node);
        return node.Name;
    }

    /// <summary>Adds an operator of ours, over matrices of a size, and returns the names of its outputs.</summary>
    public string[] KernelNode(string op, int rows, int columns, int outputs, params ReadOnlySpan<string> inputs) =>
        KernelNode(op, [("rows", rows), ("columns", columns)], outputs, inputs);

    /// <summary>Adds an operator of ours with integer attributes, and returns the names of its outputs.</summary>
    public string[] KernelNode(string op, ReadOnlySpan<(string Name, long Value)> attributes, int outputs, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = isDouble ? op + "64" : op, Domain = KernelDomain, Name = Fresh(op) };
        AddInputs(node, inputs);
        AddAttributes(node, attributes);
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(i => $"{node.Name}_{i}"));
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>
    /// Constants named from here on, until the next call, belong to a part of the graph: parts may use the same names. Their nodes go on
    /// naming them as they did.
    /// </summary>
    /// <param name="part">Name of the part; empty for the graph itself.</param>
    public void BeginPart(string part)
    {
        _scope = part.Length == 0 ? "" : part + "/";
        _scoped.Clear();
    }

    /// <summary>Serializes the model.</summary>
    public byte[] ToBytes()
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "bqx",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
            Graph = _graph,
        };
        foreach (var (domain, version) in new[] { (MlDomain, MlOpset), (KernelDomain, KernelOpset) })
        {
            if (_graph.Node.Any(node => node.Domain == domain))
            {
                model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
            }
        }

        return model.ToByteArray();
    }

    private string Fresh(string stem) => $"{stem}_{_count++}";

    private string Scoped(string value) => _scope.Length == 0 ? value : _scoped[value] = _scope + value;

    private void AddInputs(NodeProto node, ReadOnlySpan<string> inputs)
    {
        foreach (var input in inputs)
        {
            node.Input.Add(_scoped.GetValueOrDefault(input, input));
        }
    }

    private static void AddAttributes(NodeProto node, ReadOnlySpan<(string Name, long Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            node.Attribute.Add(Integer(name, value));
        }
    }

    private static AttributeProto Integer(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static void Replace(RepeatedField<string> names, string old, string fresh)
    {
        for (var i = 0; i < names.Count; i++)
        {
            names[i] = names[i] == old ? fresh : names[i];
        }
    }

    private static float[] ToSingle(ReadOnlySpan<double> data)
    {
        var single = new float[data.Length];
        for (var i = 0; i < data.Length; i++)
        {
            single[i] = (float)data[i];
        }

        return single;
    }

    private static ByteString Raw<T>(ReadOnlySpan<T> data)
        where T : unmanaged => BitConverter.IsLittleEndian
        ? ByteString.CopyFrom(MemoryMarshal.AsBytes(data))
        : throw new PlatformNotSupportedException("ONNX raw data is little-endian: this machine is not.");

    private ValueInfoProto Describe(string value, ReadOnlySpan<long> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
        {
            dimensions.Dim.Add(size == AnyRows
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = ElementType, Shape = dimensions };
        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = tensor } };
    }
}
