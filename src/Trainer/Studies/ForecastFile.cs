using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Studies;

/// <summary>
/// What models said of blocks of rows, as a file: a finished stage that is not computed again. Little-endian; the last 32 bytes are
/// SHA-256 of those before.
/// <code>
/// 'B' 'Q' 'X' 'F', int32 version, int32 count, then by model:
/// string name, list of (target, values) BQX, the same of half widths, values log RV, half widths, regime; absent values have length −1
/// </code>
/// </summary>
internal static class ForecastFile
{
    private const int Version = 1;
    private const int Absent = -1;

    private static ReadOnlySpan<byte> Magic => "BQXF"u8;

    public static byte[] Write(IReadOnlyList<ModelForecasts> models)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(models.Count);
            foreach (var model in models)
            {
                writer.Write(model.Model);
                WriteTargets(writer, model.Bqx);
                WriteTargets(writer, model.BqxHalfWidth);
                WriteValues(writer, model.LogRv);
                WriteValues(writer, model.LogRvHalfWidth);
                WriteValues(writer, model.Regime);
            }
        }

        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: damaged, or of another version.</exception>
    public static IReadOnlyList<ModelForecasts> Read(byte[] bytes)
    {
        if (bytes.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^SHA256.HashSizeInBytes..)))
        {
            throw new FaultException(Fault.InvalidInput, "The file of forecasts is damaged: delete it, and the stage is computed again.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() is not Version)
        {
            throw new FaultException(Fault.InvalidInput, $"This is not a file of forecasts of version {Version}.");
        }

        return [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadModel(reader))];
    }

    private static ModelForecasts ReadModel(BinaryReader reader) => new()
    {
        Model = reader.ReadString(),
        Bqx = ReadTargets(reader).ToImmutableDictionary(),
        BqxHalfWidth = ReadTargets(reader).ToImmutableDictionary(),
        LogRv = ReadValues(reader),
        LogRvHalfWidth = ReadValues(reader),
        Regime = ReadValues(reader),
    };

    private static void WriteTargets(BinaryWriter writer, ImmutableDictionary<Target, float[]> targets)
    {
        writer.Write(targets.Count);
        foreach (var (target, values) in targets.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
        {
            writer.Write(target.ToString());
            WriteValues(writer, values);
        }
    }

    private static Dictionary<Target, float[]> ReadTargets(BinaryReader reader)
    {
        var targets = new Dictionary<Target, float[]>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var known = Target.TryParse(reader.ReadString(), out var target);
            targets.Add(known ? target : throw new FaultException(Fault.InvalidInput, "The file of forecasts names no target."), ReadValues(reader)!);
        }

        return targets;
    }

    private static void WriteValues(BinaryWriter writer, float[]? values)
    {
        writer.Write(values?.Length ?? Absent);
        foreach (var value in values ?? [])
        {
            writer.Write(value);
        }
    }

    private static float[]? ReadValues(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length == Absent)
        {
            return null;
        }

        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }
}
