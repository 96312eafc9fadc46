using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class ControlSuiteTests
{
    private static readonly ControlPlan Tiny = new(3_000, 0.2, 9_000, [new PlantedSignal(0.4, 0.3, 9_000)], 1);

    [Fact]
    public async Task Run_AnyWorkers_GivesTheResultsOfTheSeed()
    {
        var one = await RunAsync(new ControlOptions(5, ControlScale.Quick, Workers: 1));
        var three = await RunAsync(new ControlOptions(5, ControlScale.Quick, Workers: 3));
        var other = await RunAsync(new ControlOptions(6, ControlScale.Quick));

        three.ShouldBe(one);
        other.Select(result => result.Name).ShouldBe(one.Select(result => result.Name));
        Figures(other).ShouldNotBe(Figures(one));
        one.Select(result => result.Kind).ShouldBe(one.Select(result => result.Kind).Order());
        one.Count(result => result.Kind == ControlKind.Negative).ShouldBe(8);
        one.Count(result => result.Kind == ControlKind.Positive).ShouldBe(1);
        one.Count(result => result.Kind == ControlKind.Leak).ShouldBe(2);
        one.Select(result => result.Name).ShouldBeUnique();
    }

    private static List<string> Figures(List<ControlResult> results) =>
        [.. results.Where(result => result.Kind != ControlKind.Leak).Select(result => result.Observed)];

    private static async Task<List<ControlResult>> RunAsync(ControlOptions options) =>
        [.. await new ControlSuite(new TestMarket()).RunAsync(options, Tiny, null, TestContext.Current.CancellationToken)];
}
