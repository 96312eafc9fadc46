using System.Buffers.Binary;

namespace Bqx.Core;

/// <summary>
/// Inputs of a graph and the outputs its maker got from them (<c>probe.bin</c>). All numbers are little-endian:
/// <code>
/// 0   4 bytes  'B' 'Q' 'X' 'P'
/// 4   int32    format version, 2
/// 8   int32    rows, 1..4096
/// 12  int32    features, 1..8192
/// 16  int32    outputs, 1..1024
/// 20  float32  rows × features, row-major
/// …   float32  rows × outputs, row-major: the outputs of the manifest side by side
/// </code>
/// </summary>
public sealed class ProbeFile
{
    /// <summary>Most rows a file may hold.</summary>
    public const int MaxRows = 4096;

    /// <summary>Most features a row may hold.</summary>
    public const int MaxFeatures = 8192;

    /// <summary>Most outputs a row may have.</summary>
    public const int MaxOutputs = 1024;

    private const int HeaderLength = 20;
    private const int Version = 2;

    /// <param name="featureCount">Features in a row.</param>
    /// <param name="outputCount">Outputs of a row.</param>
    /// <param name="features">Row-major, rows × features.</param>
    /// <param name="outputs">Row-major, rows × outputs.</param>
    public ProbeFile(int featureCount, int outputCount, ReadOnlyMemory<float> features, ReadOnlyMemory<float> outputs)
    {
        CheckCount(featureCount, MaxFeatures, "features");
        CheckCount(outputCount, MaxOutputs, "outputs");
        var rows = features.Length / featureCount;
        CheckCount(rows, MaxRows, "rows");
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, featureCount * rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, outputCount * rows);
        (FeatureCount, OutputCount, Rows, Features, Outputs) = (featureCount, outputCount, rows, features, outputs);
    }

    /// <summary>Features in a row.</summary>
    public int FeatureCount { get; }

    /// <summary>Outputs of a row.</summary>
    public int OutputCount { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Inputs, row-major.</summary>
    public ReadOnlyMemory<float> Features { get; }

    /// <summary>Expected outputs, row-major.</summary>
    public ReadOnlyMemory<float> Outputs { get; }

    private static ReadOnlySpan<byte> Magic => "BQXP"u8;

    /// <summary>Serializes.</summary>
    public byte[] Write()
    {
        var bytes = new byte[LengthOf(Rows, FeatureCount, OutputCount)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), FeatureCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), OutputCount);
        var writer = bytes.AsSpan(HeaderLength);
        Put(ref writer, Features.Span);
        Put(ref writer, Outputs.Span);
        return bytes;
    }

    /// <summary>Parses a whole file.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: not a file of this format.</exception>
    public static ProbeFile Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw Bad("does not begin with 'BQXP' and a header of 20 bytes");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (version != Version)
        {
            throw Bad($"has format version {version}: {Version} is known");
        }

        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var features = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var outputs = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        CheckCount(rows, MaxRows, "rows");
        CheckCount(features, MaxFeatures, "features");
        CheckCount(outputs, MaxOutputs, "outputs");
        if (bytes.Length != LengthOf(rows, features, outputs))
        {
            throw Bad($"has {bytes.Length} bytes: {rows} rows of {features} features and {outputs} outputs take {LengthOf(rows, features, outputs)}");
        }

        var reader = bytes[HeaderLength..];
        return new ProbeFile(features, outputs, Take(ref reader, rows * features), Take(ref reader, rows * outputs));
    }

    private static long LengthOf(int rows, int features, int outputs) => HeaderLength + ((long)rows * (features + outputs) * sizeof(float));

    private static void Put(ref Span<byte> writer, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(writer, value);
            writer = writer[sizeof(float)..];
        }
    }

    private static float[] Take(ref ReadOnlySpan<byte> reader, int count)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = BinaryPrimitives.ReadSingleLittleEndian(reader);
            reader = reader[sizeof(float)..];
            if (!float.IsFinite(value))
            {
                throw Bad("holds a value that is not finite");
            }
        }

        return values;
    }

    private static void CheckCount(int value, int most, string what)
    {
        if (value < 1 || value > most)
        {
            throw Bad($"has {value} {what}: 1 to {most} are allowed");
        }
    }

    private static FaultException Bad(string what) => new(Fault.ModelFailed, $"{PackageFileNames.Probe} {what}.");
}
