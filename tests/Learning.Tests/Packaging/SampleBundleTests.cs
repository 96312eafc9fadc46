using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Tests.Packaging;

public sealed class SampleBundleTests
{
    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1), ("b", 1)]);

    [Fact]
    public void Create_SameArguments_SameBytes()
    {
        var first = SampleBundle.Create(Schema, seed: 3).All.ToList();
        var second = SampleBundle.Create(Schema, seed: 3).All.ToList();

        first.Count.ShouldBe(30);
        foreach (var (one, other) in first.Zip(second))
        {
            one.Files["manifest.sha256"].ToArray().ShouldBe(other.Files["manifest.sha256"].ToArray(), one.Manifest.Id.ToString());
        }
    }

    [Fact]
    public void Create_Bundle_NamesEncoderAndHeadsByTheirDigests()
    {
        var sample = SampleBundle.Create(Schema, "fx", 4);

        var manifest = sample.Bundle.Manifest;
        (manifest.Kind, manifest.Pair, manifest.Target).ShouldBe(("bundle", "*", "bqx60_h60"));
        sample.Bundle.Files.Keys.ShouldBe(["manifest.json", "manifest.sha256", "probe.bin"]);
        manifest.Members.Select(member => member.Pair).ShouldBe(Pair.All.Select(pair => pair.Name).Prepend("*"));
        manifest.Members[0].Id.ShouldBe("fx-encoder@4");
        manifest.Members[1 + Pair.Parse("EURUSD").Index].Id.ShouldBe("fx-eurusd@4");
        manifest.Members.Select(member => member.Digest + "\n").ShouldBe(
            sample.Heads.Prepend(sample.Encoder).Select(member => System.Text.Encoding.ASCII.GetString(member.Files["manifest.sha256"].Span)));
    }

    [Fact]
    public void Create_Head_ReadsFeaturesAndEmbeddingOfItsEncoder()
    {
        var sample = SampleBundle.Create(Schema);
        var head = sample.Heads[0].Manifest;

        (head.Kind, head.Pair).ShouldBe(("multitask", Pair.All[0].Name));
        head.Inputs[0].Shape.ShouldBe([-1, 3 + 64]);
        head.EncoderDigest.ShouldBe(Digest.Of(sample.Encoder.Files["model.onnx"].Span).ToString());
        head.Calibration!.ReturnSlope.Keys.ShouldBe([Pair.All[0].Name]);
        sample.Encoder.Manifest.Outputs[0].Shape.ShouldBe([-1, 64]);
    }

    [Fact]
    public void Create_OtherLeadLagGraph_CarriesItAndItsFingerprint()
    {
        var graph = new LeadLagGraph(Enumerable.Repeat((byte)3, LeadLagGraph.Edges).ToArray());

        foreach (var package in SampleBundle.Create(Schema, graph: graph).All)
        {
            package.Files["leadlag.bin"].ToArray().ShouldBe(graph.Lags.ToArray());
            package.Manifest.FeatureFingerprint.ShouldBe(graph.FingerprintOf(Schema).ToString());
        }
    }

    [Fact]
    public void Build_HeadOfAnotherEncoder_IsRefused()
    {
        var sample = SampleBundle.Create(Schema);
        var other = SampleBundle.Create(Schema, "other", seed: 2);
        var draft = new BundleDraft
        {
            Id = new ModelId("mixed", 1),
            Encoder = sample.Encoder,
            Heads = sample.Heads.SetItem(5, other.Heads[5]),
            Metrics = [],
            Lineage = sample.Bundle.Manifest.Lineage,
        };

        Should.Throw<FaultException>(() => BundlePackage.Build(draft)).Message.ShouldBe(
            $"Member {other.Heads[5].Manifest.Id} was trained on the embedding of another encoder than sample-encoder@1.");
    }
}
