using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Tests.Packages;

public sealed class SignatureTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Sign_Bundle_SignsItsMembersAndIsTrusted()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);

        var (name, signed) = await new PackageSigner(repository).SignAsync(Samples.BundleId, _key.ExportPkcs8PrivateKeyPem(), Stop);

        signed.Count.ShouldBe(30);
        signed[^1].ShouldBe(Samples.BundleId);
        var package = await PackageCheck.RunAsync(repository, Trusted(_key), Samples.BundleId, Stop);
        package.SignedBy.ShouldBe(name);
        package.SignedBy.ShouldBe(PackageSignature.NameOf(_key));
    }

    [Fact]
    public async Task Check_UnsignedPackageWhereKeysAreTrusted_IsRefused() =>
        (await ReasonAsync(await Samples.RepositoryAsync(Samples.Bundle.All), Trusted(_key)))
            .ShouldBe("The package is not signed: this server loads signed packages only.");

    [Fact]
    public async Task Check_SignedByAnotherKey_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        await new PackageSigner(repository).SignAsync(Samples.BundleId, other.ExportECPrivateKeyPem(), Stop);

        (await ReasonAsync(repository, Trusted(_key))).ShouldBe("The package is not signed by a key that this server trusts.");
    }

    [Fact]
    public async Task Check_SignatureOfAnotherManifest_IsRefused()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        await new PackageSigner(repository).SignAsync(Samples.BundleId, _key.ExportPkcs8PrivateKeyPem(), Stop);
        var foreign = PackageSignature.Sign(_key, Samples.Bundle.Encoder.Files[PackageFileNames.Manifest].Span);
        await repository.SignAsync(Samples.BundleId, foreign, Stop);

        (await ReasonAsync(repository, Trusted(_key))).ShouldBe("The package is not signed by a key that this server trusts.");
    }

    [Fact]
    public async Task Check_BundleSignedButNotAMember_IsRefused()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        var signature = PackageSignature.Sign(_key, Samples.Bundle.Bundle.Files[PackageFileNames.Manifest].Span);
        await repository.SignAsync(Samples.BundleId, signature, Stop);

        (await ReasonAsync(repository, Trusted(_key)))
            .ShouldBe("Member fx-encoder@1: The package is not signed: this server loads signed packages only.");
    }

    [Fact]
    public async Task Check_NoKeysTrusted_LoadsWithoutAskingForTheSigner()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        await repository.SignAsync(Samples.BundleId, new byte[70], Stop);

        (await PackageCheck.RunAsync(repository, TrustedKeys.None, Samples.BundleId, Stop)).SignedBy.ShouldBeNull();
    }

    [Fact]
    public async Task Check_HugeSignature_IsRefused()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        await repository.SignAsync(Samples.BundleId, new byte[129], Stop);

        (await ReasonAsync(repository, TrustedKeys.None)).ShouldBe("manifest.sig has 129 bytes: at most 128 are allowed.");
    }

    [Fact]
    public async Task Sign_PublicKey_IsRefusedWithoutRepeatingIt()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);

        var refused = await Should.ThrowAsync<FaultException>(
            () => new PackageSigner(repository).SignAsync(Samples.BundleId, _key.ExportSubjectPublicKeyInfoPem(), Stop));

        (refused.Fault, refused.Message).ShouldBe((Fault.InvalidInput, "The key cannot sign: a private key is needed."));
    }

    [Fact]
    public void Parse_KeyOnAnotherCurve_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<FaultException>(() => TrustedKeys.Parse([other.ExportSubjectPublicKeyInfoPem()]))
            .Message.ShouldBe("The key is not on the curve P-256 (prime256v1).");
    }

    [Fact]
    public void Parse_NotAKey_IsRefusedWithoutRepeatingIt() => Should.Throw<FaultException>(() => TrustedKeys.Parse(["secret text"]))
        .Message.ShouldBe("The key is not a PEM file of an unencrypted elliptic-curve key.");

    private static TrustedKeys Trusted(ECDsa key) => TrustedKeys.Parse([key.ExportSubjectPublicKeyInfoPem()]);

    private static async Task<string> ReasonAsync(IModelRepository repository, TrustedKeys keys) =>
        (await Should.ThrowAsync<FaultException>(() => PackageCheck.RunAsync(repository, keys, Samples.BundleId, Stop))).Message;
}
