using System.Buffers.Binary;

namespace Bqx.Core;

/// <summary>
/// Inputs of a model and the outputs its maker got from them (<c>probe.bin</c>). All numbers are little-endian:
/// <code>
/// 0   4 bytes  'B' 'Q' 'X' 'P'
/// 4   int32    format version, 1
/// 8   int32    rows, 1..4096
/// 12  int32    features, 1..8192
/// 16  float32  rows × features, row-major
/// …   float32  rows × 7: bqx, log_rv, five regime probabilities
/// </code>
/// </summary>
public sealed class ProbeFile
{
    /// <summary>Most rows a file may hold.</summary>
    public const int MaxRows = 4096;

    /// <summary>Most features a row may hold.</summary>
    public const int MaxFeatures = 8192;

    private const int HeaderLength = 16;
    private const int OutputCount = 2 + RegimeProbabilities.Count;
    private const int Version = 1;

    /// <param name="featureCount">Features in a row.</param>
    /// <param name="features">Row-major, rows × features.</param>
    /// <param name="outputs">One element a row.</param>
    public ProbeFile(int featureCount, ReadOnlyMemory<float> features, ReadOnlyMemory<ModelOutput> outputs)
    {
        CheckCount(outputs.Length, MaxRows, "rows");
        CheckCount(featureCount, MaxFeatures, "features");
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, featureCount * outputs.Length);
        FeatureCount = featureCount;
        Features = features;
        Outputs = outputs;
    }

    /// <summary>Features in a row.</summary>
    public int FeatureCount { get; }

    /// <summary>Inputs, row-major.</summary>
    public ReadOnlyMemory<float> Features { get; }

    /// <summary>Expected outputs, one a row.</summary>
    public ReadOnlyMemory<ModelOutput> Outputs { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows => Outputs.Length;

    private static ReadOnlySpan<byte> Magic => "BQXP"u8;

    /// <summary>Serializes.</summary>
    public byte[] Write()
    {
        var bytes = new byte[LengthOf(Rows, FeatureCount)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), FeatureCount);
        var writer = bytes.AsSpan(HeaderLength);
        foreach (var value in Features.Span)
        {
            Put(ref writer, value);
        }

        foreach (ref readonly var output in Outputs.Span)
        {
            Put(ref writer, output.Bqx);
            Put(ref writer, output.LogRv);
            foreach (var probability in output.Regime)
            {
                Put(ref writer, probability);
            }
        }

        return bytes;
    }

    /// <summary>Parses a whole file.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: not a file of this format.</exception>
    public static ProbeFile Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw Bad("does not begin with 'BQXP' and a header of 16 bytes");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (version != Version)
        {
            throw Bad($"has format version {version}: {Version} is known");
        }

        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        CheckCount(rows, MaxRows, "rows");
        CheckCount(count, MaxFeatures, "features");
        if (bytes.Length != LengthOf(rows, count))
        {
            throw Bad($"has {bytes.Length} bytes: {rows} rows of {count} features take {LengthOf(rows, count)}");
        }

        var reader = bytes[HeaderLength..];
        var features = new float[rows * count];
        foreach (ref var value in features.AsSpan())
        {
            value = Take(ref reader);
        }

        var outputs = new ModelOutput[rows];
        foreach (ref var output in outputs.AsSpan())
        {
            output.Bqx = Take(ref reader);
            output.LogRv = Take(ref reader);
            var regime = default(RegimeProbabilities);
            for (var k = 0; k < RegimeProbabilities.Count; k++)
            {
                regime[k] = Take(ref reader);
            }

            output.Regime = regime;
        }

        return new ProbeFile(count, features, outputs);
    }

    private static long LengthOf(int rows, int features) =>
        HeaderLength + ((long)rows * (features + OutputCount) * sizeof(float));

    private static void Put(ref Span<byte> writer, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(writer, value);
        writer = writer[sizeof(float)..];
    }

    private static float Take(ref ReadOnlySpan<byte> reader)
    {
        var value = BinaryPrimitives.ReadSingleLittleEndian(reader);
        reader = reader[sizeof(float)..];
        return float.IsFinite(value) ? value : throw Bad("holds a value that is not finite");
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
