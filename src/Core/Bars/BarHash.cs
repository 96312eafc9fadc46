using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bqx.Core;

/// <summary>SHA-256 over bars: for each, little-endian int32 pair index, close minute, open, high, low, close ticks.</summary>
public sealed class BarHash : IDisposable
{
    private const int BarBytes = 6 * sizeof(int);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BarBytes * Pair.Count];

    /// <summary>Takes in bars of one minute, at most one a pair.</summary>
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

    /// <summary>The hash of all bars so far; more may follow.</summary>
    public Digest Current => new(_hash.GetCurrentHash());

    /// <summary>The hash of all bars so far; the next bar begins another one.</summary>
    public Digest Finish() => new(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
