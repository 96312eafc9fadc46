using System.Buffers.Binary;
using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>SHA-256 over bars: for each, little-endian int32 pair index, close minute, open, high, low, close ticks.</summary>
internal sealed class BarHash : IDisposable
{
    private const int BarBytes = 6 * sizeof(int);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BarBytes * Pair.Count];

    public void Add(ReadOnlySpan<Bar> bars)
    {
        var length = 0;
        foreach (ref readonly var bar in bars)
        {
            Put(bar.Pair.Index);
            Put(bar.Close.Value);
            Put(bar.OpenTicks);
            Put(bar.HighTicks);
            Put(bar.LowTicks);
            Put(bar.CloseTicks);
        }

        _hash.AppendData(_buffer, 0, length);

        void Put(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(length), value);
            length += sizeof(int);
        }
    }

    public Digest Finish() => new(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
