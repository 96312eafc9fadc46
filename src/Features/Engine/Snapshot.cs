using System.Buffers;
using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Frame of an engine snapshot: magic, format version, fingerprint, length, payload, SHA-256 of all before it.</summary>
internal static class Snapshot
{
    private const int Magic = 0x53515842; // "BXQS"
    private const int FormatVersion = 2;
    private const int HeaderLength = 12 + SHA256.HashSizeInBytes;

    public static void Seal(IBufferWriter<byte> output, Digest fingerprint, Action<SnapshotWriter> write)
    {
        var payload = new ArrayBufferWriter<byte>(128 * 1024);
        write(new SnapshotWriter(payload));
        var framed = new ArrayBufferWriter<byte>(HeaderLength + payload.WrittenCount);
        var frame = new SnapshotWriter(framed);
        frame.Write(Magic);
        frame.Write(FormatVersion);
        frame.Write(payload.WrittenCount);
        frame.Write(fingerprint.Bytes);
        frame.Write(payload.WrittenSpan);
        output.Write(framed.WrittenSpan);
        output.Write(SHA256.HashData(framed.WrittenSpan));
    }

    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> snapshot, Digest fingerprint)
    {
        var reader = new SnapshotReader(snapshot);
        if (reader.ReadInt32() != Magic || reader.ReadInt32() != FormatVersion)
        {
            throw new FaultException(Fault.InvalidInput, $"These bytes are not an engine snapshot of format {FormatVersion}.");
        }

        var length = reader.ReadInt32();
        if (length < 0 || snapshot.Length != (long)HeaderLength + length + SHA256.HashSizeInBytes)
        {
            throw new FaultException(
                Fault.InvalidInput, $"The engine snapshot announces {length} bytes of state but is {snapshot.Length} bytes long.");
        }

        var body = snapshot[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(snapshot[^SHA256.HashSizeInBytes..]))
        {
            throw new FaultException(Fault.InvalidInput, "The engine snapshot is damaged: its checksum does not match.");
        }

        if (!reader.Take(SHA256.HashSizeInBytes).SequenceEqual(fingerprint.Bytes))
        {
            throw new FaultException(Fault.SchemaMismatch, "The engine snapshot belongs to another feature catalogue.");
        }

        return reader.Take(length);
    }
}
