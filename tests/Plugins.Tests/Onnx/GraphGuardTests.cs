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
    public void Load_NotProtobuf_SaysSo()
    {
        var files = TestPackage.Seal(TestPackage.OnnxManifest, TestPackage.ExpectedOfOnes(), [0xFF, 0xFF, 0xFF, 0xFF]);
        var package = new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(TestPackage.Id, files);

        Should.Throw<FaultException>(() => new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions()).Load(package))
            .Message.ShouldBe("model.onnx is not an ONNX file.");
    }

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
}
