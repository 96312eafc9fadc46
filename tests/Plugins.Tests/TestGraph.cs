using Bqx.OnnxProto;

namespace Bqx.Plugins.Tests;

/// <summary>bqx = Σ features, log_rv = −Σ features, regime = softmax of 0: small enough to work out by hand.</summary>
internal static class TestGraph
{
    public static ModelProto Create(int width)
    {
        var graph = new GraphProto { Name = "test" };
        graph.Input.Add(Value("features", -1, width));
        graph.Output.Add(Value("bqx", -1, 1));
        graph.Output.Add(Value("log_rv", -1, 1));
        graph.Output.Add(Value("regime", -1, 5));
        graph.Initializer.Add(Floats("ones", [width, 1], 1));
        graph.Initializer.Add(Floats("minus_ones", [width, 1], -1));
        graph.Initializer.Add(Floats("zeros", [width, 5], 0));
        graph.Node.Add(Node("MatMul", ["features", "ones"], "bqx"));
        graph.Node.Add(Node("MatMul", ["features", "minus_ones"], "log_rv"));
        graph.Node.Add(Node("MatMul", ["features", "zeros"], "logits"));
        graph.Node.Add(Node("Softmax", ["logits"], "regime"));
        return new ModelProto
        {
            IrVersion = 8,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
        };
    }

    public static NodeProto Node(string type, string[] inputs, string output) => new()
    {
        OpType = type,
        Input = { inputs },
        Output = { output },
    };

    private static TensorProto Floats(string name, int[] shape, float value) => new()
    {
        Name = name,
        DataType = (int)TensorProto.Types.DataType.Float,
        Dims = { shape.Select(size => (long)size) },
        FloatData = { Enumerable.Repeat(value, shape.Aggregate(1, (a, b) => a * b)) },
    };

    private static ValueInfoProto Value(string name, params int[] shape)
    {
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new TensorShapeProto() };
        foreach (var size in shape)
        {
            type.Shape.Dim.Add(size < 0
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
