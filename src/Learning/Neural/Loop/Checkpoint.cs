using System.Security.Cryptography;
using System.Text;
using Bqx.Core;
using Bqx.Learning.Files;

namespace Bqx.Learning.Neural.Loop;

/// <summary>
/// A training on disk: format, SHA-256 of what follows, fingerprint of the training, position, carried tensors, best values. It appears
/// whole or not at all.
/// </summary>
internal static class Checkpoint
{
    private const int Format = 1;
    private static readonly byte[] Magic = "BQXTRAIN"u8.ToArray();

    public static void Save(
        string path,
        byte[] fingerprint,
        TrainingPosition position,
        IEnumerable<(CarriedTensor Tensor, float[] Values)> carried,
        IReadOnlyDictionary<string, float[]> best)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(fingerprint);
            WritePosition(writer, position);
            TensorFile.Write(writer, carried.ToDictionary(item => item.Tensor.Name, item => item.Values, StringComparer.Ordinal));
            TensorFile.Write(writer, best);
        }

        WholeFile.Write(path, file =>
        {
            var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
            file.Write(Magic);
            file.Write(BitConverter.GetBytes(Format));
            file.Write(SHA256.HashData(bytes));
            file.Write(bytes);
        });
    }

    /// <summary>Reads a checkpoint into place. Returns the position and the best values.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it is damaged, or of another training.</exception>
    public static (TrainingPosition Position, Dictionary<string, float[]> Best) Load(
        string path, byte[] fingerprint, IEnumerable<(CarriedTensor Tensor, float[] Values)> carried)
    {
        using var reader = new BinaryReader(new MemoryStream(Verify(path)));
        if (!reader.ReadBytes(fingerprint.Length).AsSpan().SequenceEqual(fingerprint))
        {
            throw new FaultException(
                Fault.InvalidInput, $"The checkpoint {path} is of another training: repeat its options and data, or remove it to begin anew.");
        }

        var position = ReadPosition(reader);
        var tensors = TensorFile.Read(reader);
        foreach (var (tensor, values) in carried)
        {
            tensors[tensor.Name].CopyTo(values, 0);
        }

        return (position, TensorFile.Read(reader));
    }

    private static byte[] Verify(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var head = Magic.Length + sizeof(int);
        var start = head + SHA256.HashSizeInBytes;
        if (bytes.Length < start || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || BitConverter.ToInt32(bytes, Magic.Length) != Format
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(head, SHA256.HashSizeInBytes)))
        {
            throw new FaultException(Fault.InvalidInput, $"{path} is no whole checkpoint of format {Format}: remove it to begin anew.");
        }

        return bytes[start..];
    }

    private static void WritePosition(BinaryWriter writer, TrainingPosition position)
    {
        writer.Write(position.Step);
        writer.Write(position.Epoch);
        writer.Write(position.StepInEpoch);
        writer.Write(position.LossSum);
        writer.Write(position.BestLoss);
        writer.Write(position.BestEpoch);
        writer.Write(position.EpochsOnPlateau);
        writer.Write(position.Reductions);
        writer.Write(position.Curve.Count);
        foreach (var point in position.Curve)
        {
            writer.Write(point.Epoch);
            writer.Write(point.TrainLoss);
            writer.Write(point.ValidationLoss);
            writer.Write(point.LearningRate);
        }
    }

    private static TrainingPosition ReadPosition(BinaryReader reader)
    {
        var position = new TrainingPosition
        {
            Step = reader.ReadInt64(),
            Epoch = reader.ReadInt32(),
            StepInEpoch = reader.ReadInt32(),
            LossSum = reader.ReadDouble(),
            BestLoss = reader.ReadDouble(),
            BestEpoch = reader.ReadInt32(),
            EpochsOnPlateau = reader.ReadInt32(),
            Reductions = reader.ReadInt32(),
        };
        var points = reader.ReadInt32();
        for (var i = 0; i < points; i++)
        {
            position.Curve.Add(new EpochReport(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        return position;
    }
}
