using System.Runtime.InteropServices;

namespace Bqx.Learning.Neural;

/// <summary>Named arrays of float32 as bytes: their number, then name, length and values of each, by name.</summary>
internal static class TensorFile
{
    public static void Write(BinaryWriter writer, IReadOnlyDictionary<string, float[]> tensors)
    {
        writer.Write(tensors.Count);
        foreach (var (name, values) in tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(values.Length);
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    public static Dictionary<string, float[]> Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var tensors = new Dictionary<string, float[]>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var values = new float[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            tensors.Add(name, values);
        }

        return tensors;
    }
}
