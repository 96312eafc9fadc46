using Bqx.OnnxProto;
using Google.Protobuf;

namespace Bqx.Plugins.Tests.Fuzz;

/// <summary>Graphs that one could write who wants memory, files, code or time of the server, or to be read wrongly.</summary>
internal static class HostileGraphs
{
    private static readonly string[] ControlFlow = ["If", "Loop", "Scan", "SequenceMap"];
    private static readonly string[] Forbidden =
        ["RandomNormal", "RandomUniform", "Multinomial", "Bernoulli", "NonZero", "StringNormalizer", "ConstantOfShape", "Range", "Tile", "ImageDecoder"];

    private static readonly string[] Domains = ["bqx.training", "com.microsoft", "ai.onnx.training", "ai.onnx.preview.training", "evil", "AI.ONNX", " "];
    private static readonly string[] Paths = ["/etc/passwd", "../../../secret", "weights.bin", "C:\\x", "http://h/x", "\0"];

    private static readonly Action<ModelProto, Random>[] All =
    [
        (model, random) => Weights(model, random).Dims[0] = 1L << random.Next(32, 63),
        (model, random) => Weights(model, random).Dims.Add(Enumerable.Repeat(1L << 20, random.Next(2, 100))),
        (model, random) => Weights(model, random).Dims[0] += random.Next(1, 1_000_000),
        (model, random) => Weights(model, random).Dims[0] = -random.Next(1, 1_000_000),
        (model, random) => External(Weights(model, random), random),
        (model, random) => AddNode(model, "Constant", new AttributeProto { Name = "value", T = External(new TensorProto(), random) }),
        (model, random) => AddNode(model, Pick(ControlFlow, random), new AttributeProto { Name = "body", G = model.Graph.Clone() }),
        (model, random) => Node(model, random).Attribute.Add(new AttributeProto { Name = "then_branch", G = new GraphProto() }),
        (model, random) => Node(model, random).Attribute.Add(new AttributeProto { Name = "body", Graphs = { new GraphProto() } }),
        (model, random) => Node(model, random).OpType = Pick(Forbidden, random),
        (model, random) => Node(model, random).OpType += (char)random.Next('a', 'z'),
        (model, random) => Node(model, random).Domain = Pick(Domains, random),
        (model, random) => model.OpsetImport.Add(new OperatorSetIdProto { Domain = Pick(Domains, random), Version = random.Next(1, 20) }),
        (model, random) => model.OpsetImport[0].Version += random.Next(1, 10) * (random.Next(2) == 0 ? 1 : -1),
        (model, random) => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 + random.Next(1, 5) }),
        (model, _) => model.OpsetImport.Clear(),
        (model, _) => model.Functions.Add(new FunctionProto { Name = "Gemm", Node = { model.Graph.Node[0].Clone() } }),
        (model, _) => model.TrainingInfo.Add(new TrainingInfoProto { Algorithm = model.Graph.Clone() }),
        (model, _) => model.Configuration.Add(new DeviceConfigurationProto { Name = "gpu", NumDevices = 1 }),
        (model, random) => model.IrVersion = random.Next(11, 100),
        (model, _) => model.MetadataProps.Add(new StringStringEntryProto { Key = "ort_config", Value = """{"session_options":{}}""" }),
        (model, random) => model.MetadataProps.Add(Enumerable.Repeat(new StringStringEntryProto { Key = "k" }, random.Next(65, 1_000))),
        (model, random) => Node(model, random).MetadataProps.Add(new StringStringEntryProto { Value = new string('v', random.Next(4_097, 9_000)) }),
        (model, random) => model.Graph.SparseInitializer.Add(new SparseTensorProto { Dims = { 1L << random.Next(20, 62) } }),
        (model, random) => Weights(model, random).Segment = new TensorProto.Types.Segment { End = random.Next() },
        (model, random) => Weights(model, random).DataType = Pick([0, 8, 10, 14, 15, 99], random),
        (model, random) => model.Graph.Node.Add(Enumerable.Repeat(model.Graph.Node[0].Clone(), random.Next(10_000, 10_100))),
        (model, random) => model.Graph.Initializer.Add(Enumerable.Repeat(new TensorProto(), random.Next(10_001, 10_100))),
        (model, random) => model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue += random.Next(1, 1_000),
        (model, random) => model.Graph.Input.Add(new ValueInfoProto { Name = $"more{random.Next()}", Type = model.Graph.Input[0].Type }),
        (model, random) => model.Graph.Input[0].Name += $"{random.Next()}",
        (model, random) => model.Graph.Output.RemoveAt(random.Next(model.Graph.Output.Count)),
        (model, random) => Output(model, random).Name += $"{random.Next()}",
        (model, random) => Output(model, random).Type.TensorType.ElemType = random.Next(2, 16),
        (model, random) => Output(model, random).Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence() },
        (model, random) => Node(model, random).Input[0] = $"nothing{random.Next()}",
        (model, _) => model.Graph.Node[^1].Input[0] = model.Graph.Node[^1].Output[0],
        (model, _) => model.Graph.Node.Clear(),
        (model, _) => model.Graph = null,
    ];

    /// <summary>A hostile or unfit graph made of a good one.</summary>
    public static byte[] Of(byte[] good, Random random)
    {
        switch (random.Next(All.Length + 3))
        {
            case 0:
                return Nested(random.Next(150, 600));
            case 1:
                return [.. good, 0xC0, 0x3E, (byte)random.Next(128)];
            case 2:
                var noise = new byte[random.Next(1, 5_000)];
                random.NextBytes(noise);
                noise[0] = 0xFF;
                return noise;
            case var hostile:
                var model = ModelProto.Parser.ParseFrom(good);
                All[hostile - 3](model, random);
                return model.ToByteArray();
        }
    }

    private static byte[] Nested(int depth)
    {
        var graph = new GraphProto();
        for (; depth > 0; depth--)
        {
            graph = new GraphProto { Node = { new NodeProto { Attribute = { new AttributeProto { G = graph } } } } };
        }

        return new ModelProto { Graph = graph }.ToByteArray();
    }

    private static TensorProto External(TensorProto tensor, Random random)
    {
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = Pick(Paths, random) });
        return tensor;
    }

    private static void AddNode(ModelProto model, string type, AttributeProto attribute) =>
        model.Graph.Node.Add(new NodeProto { OpType = type, Output = { "more" }, Attribute = { attribute } });

    // One whose shape is not [].
    private static TensorProto Weights(ModelProto model, Random random) =>
        Pick([.. model.Graph.Initializer.Where(tensor => tensor.Dims.Count > 0)], random);

    // One that reads something.
    private static NodeProto Node(ModelProto model, Random random) => Pick([.. model.Graph.Node.Where(node => node.Input.Count > 0)], random);

    private static ValueInfoProto Output(ModelProto model, Random random) => Pick([.. model.Graph.Output], random);

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}
