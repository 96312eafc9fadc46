using Bqx.Learning.Controls;
using Bqx.Trainer.Training.Controls;

namespace Bqx.Trainer.Tests.Training.Controls;

public sealed class ControlChecksTests
{
    [Fact]
    public async Task Run_Quick_AllPass()
    {
        var checks = await ControlChecks.RunAsync(new ControlOptions(1, ControlScale.Quick), null, TestContext.Current.CancellationToken);

        checks.Where(check => !check.Passed).ShouldBeEmpty();
        checks.Select(check => check.Kind).Distinct().ShouldBe(["negative", "positive", "leak"]);
    }
}
