using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Trainer.Commands.Packages;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Tests.Packages;

public sealed class BundleChangeTests
{
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");
    private static readonly ModelId NewHead = new("fx-eurusd", 2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OneHead_PublishesABundleThatDiffersInThatMember()
    {
        var head = Samples.Bundle.Heads[Eurusd.Index].Renumber(2);
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All.Append(head));

        var changed = await new BundleChange(repository).RunAsync(
            Samples.BundleId, new Dictionary<Pair, ModelId> { [Eurusd] = NewHead }, Stop);

        changed.Manifest.Id.ShouldBe(new ModelId("fx", 2));
        changed.Manifest.Lineage.Parent.ShouldBe("fx@1");
        changed.Manifest.Members.Except(Samples.Bundle.Bundle.Manifest.Members).ShouldBe([Samples.MemberOf(head)]);
        (await PackageCheck.RunAsync(repository, TrustedKeys.None, changed.Manifest.Id, Stop)).Manifest.Id.ShouldBe(new ModelId("fx", 2));
    }

    [Fact]
    public async Task Run_HeadOfAnotherEncoder_PublishesNothing()
    {
        var repository = await Samples.RepositoryAsync(Samples.Bundle.All.Append(Samples.Other.Heads[Eurusd.Index].Renumber(2)));

        await Should.ThrowAsync<FaultException>(() => new BundleChange(repository).RunAsync(
            Samples.BundleId, new Dictionary<Pair, ModelId> { [Eurusd] = NewHead }, Stop));

        (await repository.ListAsync(Stop)).ShouldNotContain(new ModelId("fx", 2));
    }

    [Fact]
    public async Task Run_FromAHead_SaysWhatIsNeeded() =>
        (await Should.ThrowAsync<FaultException>(async () => await new BundleChange(await Samples.RepositoryAsync(Samples.Bundle.All))
            .RunAsync(new ModelId("fx-eurusd", 1), new Dictionary<Pair, ModelId> { [Eurusd] = NewHead }, Stop)))
            .Message.ShouldBe("fx-eurusd@1 is of kind 'multitask': a bundle is needed.");

    [Theory]
    [InlineData("EURUSD")]
    [InlineData("EURUSD=fx")]
    public void ParseHeads_WrongText_IsRefused(string text) =>
        Should.Throw<FaultException>(() => PackageBundleCommand.ParseHeads([text])).Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public void ParseHeads_PairTwice_IsRefused() => Should.Throw<FaultException>(
        () => PackageBundleCommand.ParseHeads(["EURUSD=a@1", "EURUSD=b@1"])).Fault.ShouldBe(Fault.InvalidInput);
}
