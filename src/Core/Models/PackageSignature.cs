using System.Security.Cryptography;

namespace Bqx.Core;

/// <summary>
/// The signature of a package: ECDSA on P-256 over SHA-256 of <c>manifest.json</c>, as DER. <c>openssl dgst -sha256 -sign KEY.pem manifest.json</c>
/// makes the same kind, and <c>openssl dgst -sha256 -verify PUBLIC.pem -signature manifest.sig manifest.json</c> checks it.
/// </summary>
public static class PackageSignature
{
    /// <summary>More bytes than any signature has.</summary>
    public const int MaxLength = 128;

    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>Signs a manifest.</summary>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> manifest) =>
        key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether a key signed a manifest.</summary>
    public static bool IsBy(ECDsa key, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature) =>
        key.VerifyData(manifest, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Name of a key: the first 16 hexadecimal digits of SHA-256 over its public half (SubjectPublicKeyInfo).</summary>
    public static string NameOf(ECDsa key) => Digest.Of(key.ExportSubjectPublicKeyInfo()).ToString()[..16];

    /// <summary>Reads a key on P-256 from PEM, private or public.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it is none; the text is not repeated.</exception>
    public static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curve)
            {
                return key;
            }
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FaultException(Fault.InvalidInput, "The key is not a PEM file of an unencrypted elliptic-curve key.", error);
        }

        key.Dispose();
        throw new FaultException(Fault.InvalidInput, "The key is not on the curve P-256 (prime256v1).");
    }
}
