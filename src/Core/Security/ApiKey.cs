using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bqx.Core;

/// <summary>
/// A key as it is stored: HMAC-SHA256 of its secret under a salt of its own, never the secret. The secret has 256 random bits, so that a fast
/// hash is enough: there is nothing to guess. A caller sends <c>bqx.name.secret</c>.
/// </summary>
/// <param name="Name">Whose it is: <c>^[a-z0-9][a-z0-9_-]{0,63}$</c>.</param>
/// <param name="Roles">What it allows.</param>
/// <param name="Salt">16 bytes.</param>
/// <param name="Hash">32 bytes.</param>
/// <param name="Rate">How often it may be used; null: without limit.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(string Name, ApiRoles Roles, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Hash, ApiRate? Rate, DateTimeOffset CreatedAt)
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = 16;

    /// <summary>Length of a hash in bytes.</summary>
    public const int HashLength = HMACSHA256.HashSizeInBytes;

    private const string Mark = "bqx";
    private const int SecretLength = 32;
    private const int MaxTextLength = 160;

    /// <summary>Makes a key. The text is what its caller sends; it cannot be had again.</summary>
    public static (ApiKey Key, string Text) Create(string name, ApiRoles roles, ApiRate? rate, DateTimeOffset now)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = HMACSHA256.HashData(salt, Encoding.ASCII.GetBytes(secret));
        return (new ApiKey(name, roles, salt, hash, rate, now), $"{Mark}.{name}.{secret}");
    }

    /// <summary>Takes apart what a caller sends. False when it has not the form of a key.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> name, out ReadOnlySpan<char> secret)
    {
        name = secret = default;
        if (text.Length > MaxTextLength || !text.StartsWith(Mark + "."))
        {
            return false;
        }

        text = text[(Mark.Length + 1)..];
        var dot = text.IndexOf('.');
        if (dot < 1 || dot == text.Length - 1)
        {
            return false;
        }

        name = text[..dot];
        secret = text[(dot + 1)..];
        return true;
    }

    /// <summary>Whether a secret is this key's. Takes as long for every secret of a length.</summary>
    public bool Matches(ReadOnlySpan<char> secret)
    {
        Span<byte> bytes = stackalloc byte[MaxTextLength * 3];
        Span<byte> hash = stackalloc byte[HashLength];
        var length = Encoding.UTF8.GetBytes(secret[..Math.Min(secret.Length, MaxTextLength)], bytes);
        HMACSHA256.HashData(Salt.Span, bytes[..length], hash);
        return CryptographicOperations.FixedTimeEquals(hash, Hash.Span);
    }
}
