using Bqx.Core;
using Bqx.OnnxProto;
using static Bqx.OnnxProto.TensorProto.Types;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// What a stored tensor may be: numbers, inside the file, exactly as many as its shape says. A small file can therefore not ask for a large
/// block of memory.
/// </summary>
internal static class TensorGuard
{
    /// <summary>Most elements: what fits into the largest file.</summary>
    public const long MaxElements = 256L << 20;

    public static void Check(TensorProto? tensor)
    {
        if (tensor is null)
        {
            return;
        }

        Require(
            tensor.DataLocation == DataLocation.Default && tensor.ExternalData.Count == 0,
            "A tensor's data lie outside the file: they must be inside.");
        Require(tensor.Segment is null, "A tensor is stored in segments: it must be in one piece.");
        var size = SizeOf((DataType)tensor.DataType);
        Require(size > 0, $"A tensor is of element type {tensor.DataType}: float, double, int8, uint8, int32, int64 and bool are allowed.");
        var expected = ElementsOf(tensor);
        var stored = Stored(tensor, size);
        Require(
            stored == expected,
            $"A tensor has {(stored < 0 ? "values in two places" : $"{stored} values")}, its shape asks for {expected} in one.");
    }

    private static int SizeOf(DataType type) => type switch
    {
        DataType.Float or DataType.Int32 => 4,
        DataType.Double or DataType.Int64 => 8,
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
        _ => 0,
    };

    private static long ElementsOf(TensorProto tensor)
    {
        var elements = 1L;
        foreach (var size in tensor.Dims)
        {
            Require(size is >= 0 and <= MaxElements, $"A tensor has a dimension of {size}: 0 to {MaxElements} are allowed.");
            elements *= size;
            Require(elements <= MaxElements, $"A tensor has more than {MaxElements} elements, the most that is allowed.");
        }

        return elements;
    }

    // Values in the file; −1 where they are in several places, or in one that is not of their type.
    private static long Stored(TensorProto tensor, int size)
    {
        var all = (long)tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count
            + tensor.Uint64Data.Count + tensor.StringData.Count;
        if (tensor.RawData.Length > 0)
        {
            return all == 0 && tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
        }

        var own = (DataType)tensor.DataType switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        return own == all ? own : -1;
    }

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new FaultException(Fault.ModelFailed, reason);
        }
    }
}
