using Bqx.Core;
using Bqx.OnnxProto;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.Onnx;
using Google.Protobuf;

namespace Bqx.Plugins.Tests.Onnx;

/// <summary>Packages whose hashes are all right but whose graph is hostile or does not fit.</summary>
public sealed class GraphGuardTests
{
    public static TheoryData<string, Action<ModelProto>, string> Spoiled => new()
    {
        { "no graph", m => m.Graph = null, "The file has no graph." },
        { "no opset", m => m.OpsetImport.Clear(), "The file imports no operator set: ai.onnx 17 is needed." },
        { "old opset", m => m.OpsetImport[0].Version = 16, "Operator set ai.onnx 16 is not allowed: 17 is." },
        { "new opset", m => m.OpsetImport[0].Version = 18, "Operator set ai.onnx 18 is not allowed: 17 is." },
        {
            "foreign domain",
            m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 }),
            "Domain 'com.microsoft' is not allowed: ai.onnx and ai.onnx.ml are."
        },
        {
            "training domain",
            m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "bqx.training", Version = 1 }),
            "Domain 'bqx.training' is not allowed: ai.onnx and ai.onnx.ml are."
        },
        { "training operator", m => m.Graph.Node[0].Domain = "bqx.training", "Operator 'bqx.training:MatMul' is not allowed." },
        { "old IR", m => m.IrVersion = 2, "The file is of IR version 2: 3 to 10 are allowed." },
        { "new IR", m => m.IrVersion = 11, "The file is of IR version 11: 3 to 10 are allowed." },
        { "devices", m => m.Configuration.Add(new DeviceConfigurationProto()), "The file holds device configurations: none are allowed." },
        {
            "runtime options",
            m => m.MetadataProps.Add(new StringStringEntryProto { Key = "ort_config", Value = "{}" }),
            "The file has metadata 'ort_config': a package does not configure the runtime."
        },
        {
            "metadata",
            m => m.Graph.MetadataProps.Add(Enumerable.Repeat(new StringStringEntryProto { Key = "a" }, 65)),
            "The graph has 65 entries of metadata: at most 64 are allowed."
        },
        {
            "long metadata",
            m => m.Graph.Node[0].MetadataProps.Add(new StringStringEntryProto { Key = "a", Value = new string('x', 4_097) }),
            "The node has metadata of more than 4096 characters, the most that is allowed."
        },
        {
            "arity",
            m => m.Graph.Node[0].Input.Add(Enumerable.Repeat("ones", 999)),
            "A node of 'MatMul' has 1001 inputs and 1 outputs: at most 1000 are allowed."
        },
        {
            "attributes",
            m => m.Graph.Node[0].Attribute.Add(Enumerable.Repeat(new AttributeProto { Name = "a" }, 65)),
            "A node of 'MatMul' has 65 attributes: at most 64 are allowed."
        },
        {
            "function's attribute",
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "a", RefAttrName = "b" }),
            "A node of 'MatMul' refers to a function's attribute: none are allowed."
        },
        {
            "overload",
            m => m.Graph.Node[0].Overload = "x",
            "A node of 'MatMul' has an overload or a device configuration: none are allowed."
        },
        {
            "quantization",
            m => m.Graph.QuantizationAnnotation.Add(new TensorAnnotation()),
            "The graph has quantization annotations: none are allowed."
        },
        {
            "values",
            m => m.Graph.ValueInfo.Add(Enumerable.Repeat(new ValueInfoProto(), 20_001)),
            "The graph describes 20001 values: at most 20000 are allowed."
        },
        {
            "huge dimension",
            m => m.Graph.Initializer[0].Dims[0] = 1L << 40,
            "A tensor has a dimension of 1099511627776: 0 to 268435456 are allowed."
        },
        {
            "negative dimension",
            m => m.Graph.Initializer[0].Dims[0] = -1,
            "A tensor has a dimension of -1: 0 to 268435456 are allowed."
        },
        {
            "huge product",
            m => m.Graph.Initializer[0].Dims.Add(Enumerable.Repeat(1L << 20, 10)),
            "A tensor has more than 268435456 elements, the most that is allowed."
        },
        { "fewer values", m => m.Graph.Initializer[0].FloatData.RemoveAt(0), "A tensor has 2 values, its shape asks for 3 in one." },
        {
            "two places",
            m => m.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[12]),
            "A tensor has values in two places, its shape asks for 3 in one."
        },
        {
            "strings",
            m => m.Graph.Initializer[0].DataType = (int)TensorProto.Types.DataType.String,
            "A tensor is of element type 8: float, double, int8, uint8, int32, int64 and bool are allowed."
        },
        {
            "segments",
            m => m.Graph.Initializer[0].Segment = new TensorProto.Types.Segment(),
            "A tensor is stored in segments: it must be in one piece."
        },
        {
            "ml opset",
            m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 4 }),
            "Operator set ai.onnx.ml 4 is not allowed: 3 is."
        },
        { "custom operator", m => m.Graph.Node[0].Domain = "evil", "Operator 'evil:MatMul' is not allowed." },
        { "control flow", m => m.Graph.Node[0].OpType = "Loop", "Operator ':Loop' is not allowed." },
        { "random", m => m.Graph.Node[0].OpType = "RandomNormal", "Operator ':RandomNormal' is not allowed." },
        { "functions", m => m.Functions.Add(new FunctionProto()), "The file defines functions: none are allowed." },
        { "training", m => m.TrainingInfo.Add(new TrainingInfoProto()), "The file holds training information: none is allowed." },
        {
            "external data",
            m => m.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }),
            "A tensor's data lie outside the file: they must be inside."
        },
        {
            "external location",
            m => m.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External,
            "A tensor's data lie outside the file: they must be inside."
        },
        {
            "external constant",
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto
            {
                Name = "value",
                T = new TensorProto { DataLocation = TensorProto.Types.DataLocation.External },
            }),
            "A tensor's data lie outside the file: they must be inside."
        },
        {
            "subgraph",
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", G = new GraphProto() }),
            "A node of 'MatMul' has a subgraph: none are allowed."
        },
        {
            "sparse",
            m => m.Graph.SparseInitializer.Add(new SparseTensorProto()),
            "The graph has sparse initializers: none are allowed."
        },
        { "no nodes", m => m.Graph.Node.Clear(), "The graph has 0 nodes: 1 to 10000 are allowed." },
        {
            "width",
            m => m.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 4,
            "The graph's input 'features' is not the one in the manifest: float32 [-1, 4] and float32 [-1, 3]."
        },
        {
            "element type",
            m => m.Graph.Output[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double,
            "The graph's output 'bqx' is not the one in the manifest: other [-1, 1] and float32 [-1, 1]."
        },
        { "output gone", m => m.Graph.Output.RemoveAt(2), "The graph has 2 outputs, the manifest 3." },
        { "dangling input", m => m.Graph.Node[0].Input[0] = "nothing", "ONNX Runtime refuses the graph." },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Load_SpoiledGraph_SaysWhatIsWrong(string what, Action<ModelProto> spoil, string reason)
    {
        var package = new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(TestPackage.Id, TestPackage.Onnx(spoil));

        var refused = Should.Throw<FaultException>(() => new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions()).Load(package), what);

        refused.Fault.ShouldBe(Fault.ModelFailed);
        refused.Message.ShouldBe(reason);
    }

    [Fact]
    public void Load_FieldThatTheFormatHasNot_IsRefused()
    {
        // Field 1000 of the model, a varint of 1.
        byte[] graph = [.. TestGraph.Create(3).ToByteArray(), 0xC0, 0x3E, 0x01];

        Refused(graph).ShouldBe("model.onnx has fields that are not of the ONNX format.");
    }

    [Fact]
    public void Load_GraphsNestedWithoutEnd_IsRefused()
    {
        var graph = new GraphProto();
        for (var depth = 0; depth < 500; depth++)
        {
            graph = new GraphProto { Node = { new NodeProto { Attribute = { new AttributeProto { G = graph } } } } };
        }

        Refused(new ModelProto { Graph = graph }.ToByteArray()).ShouldBe("model.onnx is not an ONNX file.");
    }

    [Fact]
    public void Load_RawValues_AreAsGoodAsTyped()
    {
        var package = Verify(TestPackage.Onnx(model =>
        {
            var ones = model.Graph.Initializer[0];
            ones.FloatData.Clear();
            ones.RawData = ByteString.CopyFrom(0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F);
        }));
        using var model = Plugin.Load(package);
        var outputs = new ModelOutput[1];

        model.Predict(new float[] { 1, 2, 3 }, ModelOutput.Numbers(outputs));

        outputs[0].Bqx.ShouldBe(6);
    }

    [Fact]
    public void Load_NotProtobuf_SaysSo() => Refused([0xFF, 0xFF, 0xFF, 0xFF]).ShouldBe("model.onnx is not an ONNX file.");

    /// <summary>Graphs mutated behind good hashes: refused, or a graph that still computes the probes; never a crash.</summary>
    [Fact]
    public void Load_GraphBytesMutatedBehindGoodHashes_NeverCrashes()
    {
        var graph = TestGraph.Create(3).ToByteArray();
        var verifier = new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None);
        var plugin = new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions());
        var random = new Random(5);
        var refused = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var bytes = (byte[])graph.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var files = TestPackage.Seal(TestPackage.OnnxManifest, TestPackage.ExpectedOfOnes(), bytes);
            try
            {
                plugin.Load(verifier.Verify(TestPackage.Id, files)).Dispose();
            }
            catch (FaultException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(500);
    }

    private static OnnxModelPlugin Plugin { get; } = new(ModelKinds.Multitask, new OnnxPluginOptions());

    private static ModelPackage Verify(Dictionary<string, ReadOnlyMemory<byte>> files) =>
        new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(TestPackage.Id, files);

    private static string Refused(byte[] graph) => Should.Throw<FaultException>(() =>
        Plugin.Load(Verify(TestPackage.Seal(TestPackage.OnnxManifest, TestPackage.ExpectedOfOnes(), graph)))).Message;
}
