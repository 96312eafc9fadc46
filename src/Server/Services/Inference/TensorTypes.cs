using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>Element types by their names in the protocol. Models here read and give float32 alone.</summary>
internal static class TensorTypes
{
    /// <summary>The type of all tensors of all models here.</summary>
    public const string Float32 = "FP32";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", Float32, "FP64", "BF16", "BYTES");

    public static void Check(string input, string type)
    {
        if (type == Float32)
        {
            return;
        }

        throw new FaultException(
            Fault.InvalidInput,
            Known.Contains(type)
                ? $"Input '{input}' is sent as {type}: this model reads {Float32}."
                : $"'{FaultException.Excerpt(type)}' is not a datatype: input '{input}' is {Float32}.");
    }
}
