using Bqx.Core;

namespace Bqx.Core.Tests;

public sealed class TargetTests
{
    [Theory]
    [InlineData("bqx60_h60", 60, 60)]
    [InlineData("bqx75_h15", 75, 15)]
    [InlineData("bqx10080_h1", 10_080, 1)]
    public void TryParse_Name_GivesWindowAndHorizon(string name, int window, int horizon)
    {
        Target.TryParse(name, out var target).ShouldBeTrue();
        target.ShouldBe(new Target(new Window(window), new Horizon(horizon)));
        target.ToString().ShouldBe(name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bqx60")]
    [InlineData("bqx60_h60_h60")]
    [InlineData("bqx060_h60")]
    [InlineData("bqx60_h0")]
    [InlineData("bqx-60_h60")]
    [InlineData("bqx60_h10081")]
    [InlineData("BQX60_h60")]
    [InlineData("bqx 60_h60")]
    public void TryParse_AnythingElse_IsFalse(string? name) => Target.TryParse(name, out _).ShouldBeFalse();
}
