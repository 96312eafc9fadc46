using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.OnnxProto;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// Runs graphs in ONNX Runtime. Kind <c>multitask</c>: <c>features</c> [N, F] → <c>bqx</c> [N], <c>log_rv</c> [N], <c>regime</c> [N, 5];
/// kind <c>encoder</c>: <c>features</c> [N, F] → <c>embedding</c> [N, 64].
/// </summary>
public sealed class OnnxModelPlugin(string kind, OnnxPluginOptions options) : IModelPlugin
{
    private static readonly MessageParser<ModelProto> KnownFields = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <inheritdoc/>
    public string Kind => kind;

    /// <summary>One plug-in for each kind.</summary>
    public static IReadOnlyList<IModelPlugin> ForAllKinds(OnnxPluginOptions options) =>
        [new OnnxModelPlugin(ModelKinds.Multitask, options), new OnnxModelPlugin(ModelKinds.Encoder, options)];

    /// <inheritdoc/>
    public IModel Load(ModelPackage package)
    {
        if (!package.Files.TryGetValue(PackageFileNames.Model, out var bytes))
        {
            throw new FaultException(Fault.ModelFailed, $"{PackageFileNames.Model} is missing.");
        }

        var graph = Parse(bytes.Span);
        GraphGuard.Check(graph);
        var shape = GraphShape.Read(graph.Graph, package.Manifest);
        try
        {
            // A bar brings 28 rows to what serves all pairs, and one to what serves one.
            var rows = package.Manifest.Pair == ModelKinds.AllPairs ? Pair.Count : 1;
            return new OnnxModel(AsArray(bytes), shape, rows, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new FaultException(Fault.ModelFailed, "ONNX Runtime refuses the graph.", error);
        }
    }

    // A field that only ONNX Runtime knows would pass unseen: what is left when unknown fields are dropped must be all there is.
    private static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var known = KnownFields.ParseFrom(bytes);
            return known.CalculateSize() == ModelProto.Parser.ParseFrom(bytes).CalculateSize()
                ? known
                : throw new FaultException(Fault.ModelFailed, $"{PackageFileNames.Model} has fields that are not of the ONNX format.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FaultException(Fault.ModelFailed, $"{PackageFileNames.Model} is not an ONNX file.", error);
        }
    }

    private static byte[] AsArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
