using System.Security.Cryptography;

namespace Bqx.Core;

/// <summary>A SHA-256 value, written as 64 lower-case hexadecimal digits.</summary>
public readonly struct Digest : IEquatable<Digest>
{
    private readonly byte[]? _bytes;

    /// <param name="bytes">32 bytes.</param>
    public Digest(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, SHA256.HashSizeInBytes);
        _bytes = bytes;
    }

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Hash of some bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> data) => new(SHA256.HashData(data));

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static Digest Parse(string text)
    {
        try
        {
            return new Digest(Convert.FromHexString(text));
        }
        catch (Exception error) when (error is FormatException or ArgumentOutOfRangeException)
        {
            throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a SHA-256 of 64 hexadecimal digits.");
        }
    }

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Digest other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes is null ? 0 : BitConverter.ToInt32(_bytes);

    /// <inheritdoc/>
    public override string ToString() => _bytes is null ? "" : Convert.ToHexStringLower(_bytes);
}
