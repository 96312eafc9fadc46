using Bqx.Core;
using Bqx.OnnxProto;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Bqx.Learning.Packaging;

/// <summary>
/// Fuses an encoder and a head into one graph, for servers that know no bundles:
/// <code>
/// features [N, F] ─┬─► encoder ─► embedding ─┐
///                  └───────────────────── Concat ─► head ─► bqx, log_rv, regime
/// </code>
/// </summary>
public static class StandaloneGraph
{
    private const string EncoderPrefix = "encoder/";
    private const string HeadPrefix = "head/";

    /// <summary>Writes the fused graph as the bytes of <c>model.onnx</c>. Names of the parts get a prefix; inputs and outputs keep theirs.</summary>
    /// <param name="encoder">Bytes of the encoder's graph.</param>
    /// <param name="head">Bytes of a head's graph.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: one of them is not an ONNX file.</exception>
    public static byte[] Fuse(ReadOnlySpan<byte> encoder, ReadOnlySpan<byte> head)
    {
        var (first, second) = (Parse(encoder), Parse(head));
        var fused = new ModelProto
        {
            IrVersion = Math.Max(first.IrVersion, second.IrVersion),
            ProducerName = "bqx",
            Graph = new GraphProto { Name = "bqx_standalone", Input = { first.Graph.Input }, Output = { second.Graph.Output } },
        };
        fused.OpsetImport.AddRange(first.OpsetImport.Concat(second.OpsetImport).DistinctBy(opset => opset.Domain));

        Append(fused.Graph, first.Graph, EncoderPrefix, [ServingGraph.FeaturesInput]);
        fused.Graph.Node.Add(new NodeProto
        {
            OpType = "Concat",
            Name = HeadPrefix + ServingGraph.FeaturesInput,
            Input = { ServingGraph.FeaturesInput, EncoderPrefix + EncoderPackage.EmbeddingOutput },
            Output = { HeadPrefix + ServingGraph.FeaturesInput },
            Attribute = { new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 } },
        });
        Append(fused.Graph, second.Graph, HeadPrefix, [.. second.Graph.Output.Select(output => output.Name)]);
        return fused.ToByteArray();
    }

    private static void Append(GraphProto target, GraphProto part, string prefix, HashSet<string> kept)
    {
        foreach (var tensor in part.Initializer)
        {
            tensor.Name = Rename(tensor.Name);
            target.Initializer.Add(tensor);
        }

        foreach (var node in part.Node)
        {
            node.Name = prefix + node.Name;
            RenameAll(node.Input);
            RenameAll(node.Output);
            target.Node.Add(node);
        }

        // An empty name is an input that is left out.
        string Rename(string name) => name.Length == 0 || kept.Contains(name) ? name : prefix + name;

        void RenameAll(RepeatedField<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = Rename(names[i]);
            }
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
}
