using Bqx.LoadTests.Benches;
using Bqx.Benching.Machine;
using Bqx.V1;

namespace Bqx.LoadTests.Tests.Benches;

public sealed class PromotionsTests
{
    [Fact]
    public void Choose_SeveralVersions_TakesTheLatestThatIsNotServing()
    {
        var list = List("a@3", ("a", 1, ModelState.Ready), ("a", 2, ModelState.Unspecified), ("a", 3, ModelState.Ready), ("b", 9, ModelState.Ready));
        Promotions.Choose(list, "production").ShouldBe(["a@2", "a@3"]);
    }

    [Fact]
    public void Choose_FailedVersions_AreLeftAside()
    {
        var list = List("a@1", ("a", 1, ModelState.Ready), ("a", 2, ModelState.Ready), ("a", 3, ModelState.Failed));
        Promotions.Choose(list, "production").ShouldBe(["a@2", "a@1"]);
    }

    [Fact]
    public void Choose_OneVersion_SaysThatTwoAreNeeded() =>
        Should.Throw<BenchException>(() => Promotions.Choose(List("a@1", ("a", 1, ModelState.Ready)), "production"))
            .Message.ShouldBe("'a' has only one version; the bench swaps between two.");

    [Fact]
    public void Choose_NoSuchLabel_SaysThatNothingServes() =>
        Should.Throw<BenchException>(() => Promotions.Choose(List("a@1"), "canary")).Message.ShouldContain("'canary'");

    [Fact]
    public void Choose_ALabelThatIsOnNothingYet_SaysThatNothingServes() =>
        Should.Throw<BenchException>(() => Promotions.Choose(List(""), "production")).Message.ShouldContain("'production'");

    private static ListModelsReply List(string current, params (string Name, int Version, ModelState State)[] models) => new()
    {
        Labels = { new ModelLabel { Label = "production", Current = current } },
        Models = { models.Select(model => new ModelInfo { Name = model.Name, Version = model.Version, State = model.State }) },
    };
}
