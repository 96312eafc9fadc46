using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.OnnxProto;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>Kind <c>multitask</c>: <c>features</c> [N, F] → <c>bqx</c> [N], <c>log_rv</c> [N], <c>regime</c> [N, 5], in ONNX Runtime.</summary>
public sealed class OnnxModelPlugin(OnnxPluginOptions options) : IModelPlugin
{
    /// <summary>The kind it runs.</summary>
    public const string KindName = "multitask";

    /// <inheritdoc/>
    public string Kind => KindName;

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
            return new OnnxModel(AsArray(bytes), shape, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new FaultException(Fault.ModelFailed, "ONNX Runtime refuses the graph.", error);
        }
    }

    private static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
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
