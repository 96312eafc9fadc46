using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Plugins.Hosting;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Tests.Packages;

public sealed class BundleCheckTests
{
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static PackageContent Head => Samples.Bundle.Heads[Eurusd.Index];

    [Theory]
    [InlineData("fx")]
    [InlineData("fx-encoder")]
    [InlineData("fx-eurusd")]
    public async Task Run_BundleAndItsMembers_PassTheirProbes(string name)
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All);
        var id = new ModelId(name, 1);

        (await PackageCheck.RunAsync(repository, TrustedKeys.None, id, Stop)).Manifest.Id.ShouldBe(id);
    }

    [Fact]
    public async Task Run_TamperedMember_IsRefusedByName()
    {
        var files = Head.Files.ToDictionary(StringComparer.Ordinal);
        var model = files[PackageFileNames.Model].ToArray();
        model[^1] ^= 1;
        files[PackageFileNames.Model] = model;

        (await ReasonAsync(With(Head with { Files = files })))
            .ShouldBe("Member fx-eurusd@1: model.onnx does not have the SHA-256 in the manifest.");
    }

    [Fact]
    public async Task Run_MissingMember_IsRefusedByName() =>
        (await ReasonAsync(Samples.Bundle.All.Where(package => package != Head))).ShouldBe("Member fx-eurusd@1: There is no fx-eurusd@1.");

    [Fact]
    public async Task Run_MemberOfTheSameIdWithOtherContent_IsRefused() =>
        (await ReasonAsync(With(Samples.Other.Heads[Eurusd.Index])))
            .ShouldBe("Member fx-eurusd@1 has another manifest than the one that the bundle names by its digest.");

    [Fact]
    public async Task Run_HeadOfAnotherEncoder_IsRefused()
    {
        var head = Samples.Other.Heads[Eurusd.Index];
        var bundle = Samples.Reseal(Samples.Bundle.Bundle, manifest => manifest with
        {
            Members = manifest.Members.SetItem(1 + Eurusd.Index, Samples.MemberOf(head)),
        });

        (await ReasonAsync(With(head, bundle)))
            .ShouldBe("Member fx-eurusd@1 was trained on the embedding of another encoder than fx-encoder@1.");
    }

    [Fact]
    public async Task Run_HeadOfAnotherPair_IsRefused()
    {
        var other = Samples.Bundle.Heads[Pair.Parse("GBPUSD").Index];
        var bundle = Samples.Reseal(Samples.Bundle.Bundle, manifest => manifest with
        {
            Members = manifest.Members.SetItem(1 + Eurusd.Index, Samples.MemberOf(other) with { Pair = "EURUSD" }),
        });

        (await ReasonAsync(With(bundle))).ShouldBe("Member fx-gbpusd@1 is for 'GBPUSD', the bundle has it for 'EURUSD'.");
    }

    [Fact]
    public async Task Run_BundleWithoutOnePair_IsRefused()
    {
        var bundle = Samples.Reseal(Samples.Bundle.Bundle, manifest => manifest with { Members = manifest.Members.RemoveAt(7) });

        (await ReasonAsync(With(bundle)))
            .ShouldBe("The members of a bundle must be its encoder ('*') and then one head a pair, 29 in all.");
    }

    [Fact]
    public async Task Run_MembersWithAnotherLeadLagGraph_AreRefused()
    {
        var graph = new LeadLagGraph(Enumerable.Repeat((byte)3, LeadLagGraph.Edges).ToArray());
        var bundle = Samples.Reseal(
            Samples.Bundle.Bundle,
            manifest => manifest with { FeatureFingerprint = graph.FingerprintOf(FeatureCatalogue.Schema).ToString() });

        (await ReasonAsync(With(bundle), Fault.SchemaMismatch)).ShouldStartWith("The model reads features ");
    }

    [Theory]
    [InlineData("fx-encoder")]
    [InlineData("fx-eurusd")]
    public async Task Load_MemberAlone_AsksForItsBundle(string name)
    {
        using var host = new ModelHost(await Samples.RepositoryAsync(Samples.Bundle.All), FeatureCatalogue.Schema, new PackageLimits(), []);

        (await Should.ThrowAsync<FaultException>(() => host.LoadAsync(new ModelId(name, 1), Stop)))
            .Message.ShouldBe($"{name}@1 is one part of a model: ask for the bundle that it belongs to.");
    }

    private static IEnumerable<PackageContent> With(params PackageContent[] replacements) => Samples.Bundle.All.Select(package =>
        replacements.FirstOrDefault(replacement => replacement.Manifest.Id == package.Manifest.Id) ?? package);

    private static async Task<string> ReasonAsync(IEnumerable<PackageContent> packages, Fault fault = Fault.ModelFailed)
    {
        var repository = await Samples.RepositoryAsync(packages);
        var refused = await Should.ThrowAsync<FaultException>(
            () => PackageCheck.RunAsync(repository, TrustedKeys.None, Samples.BundleId, Stop));
        if (!refused.Message.Contains("There is no", StringComparison.Ordinal))
        {
            refused.Fault.ShouldBe(fault);
        }

        return refused.Message;
    }
}
