using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Trainer.Packages;

/// <summary>Signs packages in a repository.</summary>
internal sealed class PackageSigner(IModelRepository models)
{
    /// <summary>Signs a package and, where it is a bundle, its members before it.</summary>
    /// <param name="id">The package.</param>
    /// <param name="pem">The private key.</param>
    /// <param name="cancellationToken">Stops it between two packages.</param>
    /// <returns>Name of the key, and what was signed.</returns>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a private key; else as reading and writing the repository.</exception>
    public async Task<(string Key, IReadOnlyList<ModelId> Signed)> SignAsync(ModelId id, string pem, CancellationToken cancellationToken)
    {
        using var key = PackageSignature.Read(pem);
        var package = await models.ReadContentAsync(id, cancellationToken);
        var members = await models.ReadMembersAsync(package.Manifest, cancellationToken);
        var signed = new List<ModelId>();
        foreach (var content in members.Append(package))
        {
            var signature = Sign(key, content.Files[PackageFileNames.Manifest].Span);
            await models.SignAsync(content.Manifest.Id, signature, cancellationToken);
            signed.Add(content.Manifest.Id);
        }

        return (PackageSignature.NameOf(key), signed);
    }

    private static byte[] Sign(ECDsa key, ReadOnlySpan<byte> manifest)
    {
        try
        {
            return PackageSignature.Sign(key, manifest);
        }
        catch (CryptographicException error)
        {
            throw new FaultException(Fault.InvalidInput, "The key cannot sign: a private key is needed.", error);
        }
    }
}
