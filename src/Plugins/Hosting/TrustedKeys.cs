using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>The public keys whose packages are loaded. With none, packages are loaded whether signed or not.</summary>
public sealed class TrustedKeys
{
    // PEM by the key's name: keys are made anew for each check, since they are not safe for concurrent use.
    private readonly ImmutableSortedDictionary<string, string> _pemByName;

    private TrustedKeys(ImmutableSortedDictionary<string, string> pemByName) => _pemByName = pemByName;

    /// <summary>No keys.</summary>
    public static TrustedKeys None { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Names of the keys (<see cref="PackageSignature.NameOf"/>).</summary>
    public IEnumerable<string> Names => _pemByName.Keys;

    /// <summary>Reads keys.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: one of them is none.</exception>
    public static TrustedKeys Parse(IEnumerable<string> pems)
    {
        var byName = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pem in pems)
        {
            using var key = PackageSignature.Read(pem);
            byName[PackageSignature.NameOf(key)] = key.ExportSubjectPublicKeyInfoPem();
        }

        return new TrustedKeys(byName.ToImmutable());
    }

    /// <summary>Reads every <c>*.pem</c> of a folder; null: <see cref="None"/>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no such folder, no key in it, or a file that is none.</exception>
    public static TrustedKeys ReadFolder(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return None;
        }

        try
        {
            var keys = Parse(Directory.EnumerateFiles(folder, "*.pem").Select(File.ReadAllText));
            return keys._pemByName.IsEmpty
                ? throw new FaultException(Fault.InvalidInput, "The folder of trusted keys holds no *.pem.")
                : keys;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.InvalidInput, "The folder of trusted keys cannot be read.", error);
        }
    }

    /// <summary>Checks a signature.</summary>
    /// <param name="manifest">The signed bytes.</param>
    /// <param name="signature">Empty where there is none.</param>
    /// <returns>Name of the key that signed; null where no keys are trusted.</returns>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: not signed, or not by a trusted key.</exception>
    internal string? Check(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature)
    {
        if (_pemByName.IsEmpty)
        {
            return null;
        }

        Refuse.If(signature.IsEmpty, "The package is not signed: this server loads signed packages only.");
        return FindSigner(manifest, signature) ?? throw Refuse.Because("The package is not signed by a key that this server trusts.");
    }

    /// <summary>Name of the key that signed; null when none of these did.</summary>
    public string? FindSigner(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature)
    {
        foreach (var (name, pem) in _pemByName)
        {
            using var key = PackageSignature.Read(pem);
            if (PackageSignature.IsBy(key, manifest, signature))
            {
                return name;
            }
        }

        return null;
    }
}
