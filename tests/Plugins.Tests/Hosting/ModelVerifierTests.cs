using System.Text;
using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class ModelVerifierTests
{
    private static readonly ModelVerifier Verifier = new(TestPackage.Schema, new PackageLimits(), TrustedKeys.None);

    [Fact]
    public void Verify_CompletePackage_HandsOnTheVeryBytes()
    {
        var files = TestPackage.NoOp();

        var package = Verifier.Verify(TestPackage.Id, files);

        package.Manifest.Id.ShouldBe(TestPackage.Id);
        package.ManifestDigest.ShouldBe(Digest.Of(files["manifest.json"].Span));
        package.Files["probe.bin"].ShouldBe(files["probe.bin"]);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("manifest.sha256")]
    [InlineData("probe.bin")]
    public void Verify_MissingFile_NamesIt(string name)
    {
        var files = TestPackage.NoOp();
        files.Remove(name);

        Reason(files).ShouldBe($"{name} is missing.");
    }

    [Fact]
    public void Verify_UnlistedFile_NamesIt()
    {
        var files = TestPackage.NoOp();
        files["extra.bin"] = new byte[3];

        Reason(files).ShouldBe("extra.bin is not listed in the manifest.");
    }

    [Fact]
    public void Verify_FlippedBit_SaysWhichHash()
    {
        var files = TestPackage.NoOp();
        var probe = files["probe.bin"].ToArray();
        probe[20] ^= 1;
        files["probe.bin"] = probe;

        Reason(files).ShouldBe("probe.bin does not have the SHA-256 in the manifest.");
    }

    [Fact]
    public void Verify_TruncatedFile_SaysBothLengths()
    {
        var files = TestPackage.NoOp();
        var length = files["probe.bin"].Length;
        files["probe.bin"] = files["probe.bin"][..^1];

        Reason(files).ShouldBe($"probe.bin has {length - 1} bytes, the manifest says {length}.");
    }

    [Fact]
    public void Verify_ChangedFigureInManifest_IsRefused()
    {
        var files = TestPackage.NoOp();
        var text = Encoding.UTF8.GetString(files["manifest.json"].Span);
        files["manifest.json"] = Encoding.UTF8.GetBytes(text.Replace("-0.0248", "-0.0249"));

        Reason(files).ShouldBe("manifest.json does not have the SHA-256 in manifest.sha256.");
    }

    [Fact]
    public void Verify_OtherFolder_SaysBothNames() =>
        Should.Throw<FaultException>(() => Verifier.Verify(new ModelId("fx", 8), TestPackage.NoOp()))
            .Message.ShouldBe("The manifest is of 'fx@7', its folder of 'fx@8'.");

    [Fact]
    public void Verify_WrongFingerprint_IsASchemaMismatch()
    {
        var other = new FeatureSchema([("a", 1), ("b", 1), ("c", 3)]);
        var files = TestPackage.NoOp(manifest => manifest with { FeatureFingerprint = other.Fingerprint.ToString() });

        var refused = Should.Throw<FaultException>(() => Verifier.Verify(TestPackage.Id, files));

        refused.Fault.ShouldBe(Fault.SchemaMismatch);
        refused.Message.ShouldContain(other.Fingerprint.ToString()[..32]);
        refused.Message.ShouldContain(TestPackage.Schema.Fingerprint.ToString()[..32]);
    }

    [Fact]
    public void Verify_OverLimits_SaysTheLimit()
    {
        var tight = new ModelVerifier(TestPackage.Schema, new PackageLimits { FileBytes = 10 }, TrustedKeys.None);

        Should.Throw<FaultException>(() => tight.Verify(TestPackage.Id, TestPackage.NoOp()))
            .Message.ShouldEndWith("bytes: at most 10 are allowed.");
    }

    private static string Reason(Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        var refused = Should.Throw<FaultException>(() => Verifier.Verify(TestPackage.Id, files));
        refused.Fault.ShouldBe(Fault.ModelFailed);
        return refused.Message;
    }
}
