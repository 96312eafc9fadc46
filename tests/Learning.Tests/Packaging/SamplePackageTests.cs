using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Tests.Packaging;

public sealed class SamplePackageTests
{
    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1), ("b", 1)]);

    [Fact]
    public void Create_SameArguments_SameBytes()
    {
        var first = SamplePackage.Create(Schema, seed: 7);
        var second = SamplePackage.Create(Schema, seed: 7);

        first.Files.Keys.ShouldBe(["manifest.json", "manifest.sha256", "model.onnx", "probe.bin"]);
        foreach (var (name, bytes) in first.Files)
        {
            second.Files[name].Span.SequenceEqual(bytes.Span).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Create_OtherSeed_OtherModel() =>
        SamplePackage.Create(Schema, seed: 1).Files["model.onnx"].Span
            .SequenceEqual(SamplePackage.Create(Schema, seed: 2).Files["model.onnx"].Span).ShouldBeFalse();

    [Fact]
    public void Create_Manifest_NamesHashAndLengthOfEveryOtherFile()
    {
        var package = SamplePackage.Create(Schema, "bqx", 3);
        var manifest = ModelManifestJson.Read(package.Files["manifest.json"].Span);

        manifest.Id.ShouldBe(new ModelId("bqx", 3));
        manifest.FeatureFingerprint.ShouldBe(Schema.Fingerprint.ToString());
        manifest.Files.Keys.ShouldBe(["model.onnx", "probe.bin"]);
        foreach (var (name, file) in manifest.Files)
        {
            var bytes = package.Files[name].Span;
            file.Length.ShouldBe(bytes.Length);
            file.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    [Fact]
    public void Create_Probe_IsWhatTheGraphAnswers()
    {
        var package = SamplePackage.Create(Schema);
        var probe = ProbeFile.Read(package.Files["probe.bin"].Span);
        using var session = new ServingSession(package.Files["model.onnx"].ToArray(), Schema.Count);
        var outputs = new ModelOutput[probe.Rows];

        session.Predict(probe.Features, outputs);

        ModelOutput.Numbers(outputs).ToArray().ShouldBe(probe.Outputs.ToArray());
    }

    [Fact]
    public void Renumber_OtherVersion_KeepsTheContentAndSealsAgain()
    {
        var package = SamplePackage.Create(Schema, "bqx", 1);

        var renumbered = package.Renumber(2);

        renumbered.Manifest.Id.ShouldBe(new ModelId("bqx", 2));
        ModelManifestJson.Read(renumbered.Files["manifest.json"].Span).Id.ShouldBe(new ModelId("bqx", 2));
        renumbered.Files["model.onnx"].Span.SequenceEqual(package.Files["model.onnx"].Span).ShouldBeTrue();
        renumbered.Files["manifest.sha256"].ToArray().ShouldBe(PackageSeal.DigestFile(renumbered.Files["manifest.json"].Span));
    }
}
