using Bqx.Core;
using Bqx.OnnxProto;
using Bqx.Plugins.NoOp;
using Bqx.Plugins.Onnx;
using Google.Protobuf;

namespace Bqx.Plugins.Tests;

/// <summary>Complete packages that pass, for tests to spoil.</summary>
internal static class TestPackage
{
    public static readonly ModelId Id = new("fx", 7);

    public static readonly FeatureSchema Schema = new([("a", 1), ("b", 1), ("c", 2)]);

    public static ModelManifest Manifest { get; } = ManifestOf(Id);

    public static ModelManifest ManifestOf(ModelId id) =>
        ModelManifestJson.Read(NoOpPackage.Create(id, Schema)[PackageFileNames.Manifest].Span);

    public static ModelManifest OnnxManifest { get; } = Manifest with
    {
        Kind = ModelKinds.Multitask,
        Outputs =
        [
            new TensorSchema("bqx", "float32", [-1, 1]),
            new TensorSchema("log_rv", "float32", [-1, 1]),
            new TensorSchema("regime", "float32", [-1, 5]),
        ],
    };

    public static Dictionary<string, ReadOnlyMemory<byte>> NoOp(Func<ModelManifest, ModelManifest>? change = null) =>
        Seal(change is null ? Manifest : change(Manifest), NoOpModel.OutputOf(Id.Version), null);

    public static Dictionary<string, ReadOnlyMemory<byte>> Onnx(
        Action<ModelProto>? spoilGraph = null, Func<ModelManifest, ModelManifest>? change = null)
    {
        var graph = TestGraph.Create(Schema.Count);
        spoilGraph?.Invoke(graph);
        return Seal(change is null ? OnnxManifest : change(OnnxManifest), ExpectedOfOnes(), graph.ToByteArray());
    }

    /// <summary>What the test graph says of three ones.</summary>
    public static ModelOutput ExpectedOfOnes()
    {
        var regime = default(RegimeProbabilities);
        for (var k = 0; k < 5; k++)
        {
            regime[k] = 0.2f;
        }

        return new ModelOutput { Bqx = 3, LogRv = -3, Regime = regime };
    }

    public static Dictionary<string, ReadOnlyMemory<byte>> Seal(ModelManifest manifest, ModelOutput expected, byte[]? graph)
    {
        ModelOutput[] outputs = [expected];
        var probe = new ProbeFile(Schema.Count, ModelOutput.Count, new float[] { 1, 1, 1 }, ModelOutput.Numbers(outputs).ToArray());
        var content = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [PackageFileNames.Probe] = probe.Write(),
        };
        if (graph is not null)
        {
            content[PackageFileNames.Model] = graph;
        }

        return new Dictionary<string, ReadOnlyMemory<byte>>(PackageSeal.Close(manifest, content), StringComparer.Ordinal);
    }
}
