using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class LeakControlTests
{
    [Fact]
    public void Run_Catalogue_CatchesTheLeakAndNothingElse()
    {
        var results = LeakControl.Run(new TestMarket(), 1, 2, TestContext.Current.CancellationToken);

        results.ShouldAllBe(result => result.Passed && result.Kind == ControlKind.Leak);
        results.Select(result => result.Observed).ShouldBe(["caught", "none"]);
        results[1].Expected.ShouldBe("none of 3208 differs on truncated history"); // 4 · 802
    }
}
