using Bqx.Core;
using Bqx.Learning.Controls;
using Bqx.Trainer.Training.Controls;

namespace Bqx.Trainer.Tests.Training.Controls;

public sealed class SyntheticControlMarketTests
{
    private const int Minutes = 40_000;

    [Fact]
    public void Generate_AnyKind_HasEveryBarOfEveryMinute()
    {
        foreach (var kind in Enum.GetValues<WalkKind>())
        {
            var numbers = new SyntheticControlMarket().Generate(kind, 0, 1, 8000)
                .Where(minute => minute.Bars.Length == Pair.Count)
                .Select(minute => MarketCalendar.NumberOf(minute.Close))
                .ToList();
            numbers.Count.ShouldBe(8000);
            (numbers[^1] - numbers[0]).ShouldBe(7999);
        }
    }

    [Fact]
    public void Generate_Gaussian_HasNoFatTails() => Kurtosis(Returns(WalkKind.Gaussian)).ShouldBe(3, 0.2);

    [Fact]
    public void Generate_StudentT_HasFatTails() => Kurtosis(Returns(WalkKind.StudentT)).ShouldBeGreaterThan(3.6);

    [Fact]
    public void Generate_Garch_Clusters()
    {
        Clustering(Returns(WalkKind.Garch)).ShouldBeGreaterThan(0.1);
        Clustering(Returns(WalkKind.StudentT)).ShouldBe(0, 0.05);
    }

    // London with New York, hour 16 of the trading day, against the quiet after the rollover.
    [Fact]
    public void Generate_Diurnal_FollowsTheHours()
    {
        var returns = Returns(WalkKind.Diurnal);
        Deviation(16).ShouldBeGreaterThan(2 * Deviation(1));

        double Deviation(int hour) => Math.Sqrt(returns.Where((_, i) => (i + 1) % 1440 / 60 == hour).Average(value => value * value));
    }

    private static List<double> Returns(WalkKind kind)
    {
        List<double> logs = [.. new SyntheticControlMarket().Generate(kind, 0, 4, Minutes).Select(minute => Math.Log(minute.Bars.Span[0].CloseTicks))];
        return [.. logs.Zip(logs.Skip(1), (before, after) => after - before)];
    }

    private static double Kurtosis(List<double> values) =>
        values.Average(value => Math.Pow(value, 4)) / Math.Pow(values.Average(value => value * value), 2);

    // Correlation of |r| with itself a minute later.
    private static double Clustering(List<double> values)
    {
        var mean = values.Average(Math.Abs);
        List<double> sizes = [.. values.Select(value => Math.Abs(value) - mean)];
        return sizes.Zip(sizes.Skip(1), (x, y) => x * y).Average() / sizes.Average(size => size * size);
    }
}
