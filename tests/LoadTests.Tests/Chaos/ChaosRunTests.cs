using Bqx.Benching.Machine;
using Bqx.LoadTests.Chaos;
using Shouldly;

namespace Bqx.LoadTests.Tests.Chaos;

/// <summary>The short form of <c>./bqx chaos</c>: three of its faults.</summary>
public sealed class ChaosRunTests
{
    [Theory]
    [InlineData("redis_garbled")]
    [InlineData("postgres_cut")]
    [InlineData("postgres_garbled")]
    public async Task Run_OneFault_FailsNoCallAndLosesNoBar(string fault)
    {
        var outcome = await new ChaosRun(RepositoryRoot.Find(), _ => { }).RunAsync(
            new ChaosOptions { Duration = TimeSpan.FromSeconds(1), Rate = 20, Only = fault }, TestContext.Current.CancellationToken);
        outcome.Figures["faults"].ShouldBe(1);
        outcome.Figures["failed"].ShouldBe(0);
        outcome.Figures["lost"].ShouldBe(0);
        outcome.Figures["requests"].ShouldBeGreaterThan(0);
        outcome.Figures["acknowledged"].ShouldBeGreaterThan(28 * 1_000);
    }
}
