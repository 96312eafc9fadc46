using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class PackageComparisonTests
{
    private const int Minutes = 2000;

    private static readonly double[] Noise = Uniform(new Random(7));

    [Fact]
    public void Compare_Itself_IsNotWorse()
    {
        var result = PackageComparison.Compare(Series(0, 0), Series(0, 0));

        result.Verdict.ShouldBe(ComparisonVerdict.NotWorse);
        (result.Statistic, result.PValue, result.Minutes).ShouldBe((0, 0.5, Minutes));
    }

    [Fact]
    public void Compare_ChallengerThatLosesMore_IsWorse()
    {
        var result = PackageComparison.Compare(Series(0, 0.1), Series(0, 0));

        result.Verdict.ShouldBe(ComparisonVerdict.Worse);
        result.Statistic.ShouldBeGreaterThan(2);
        result.PValue.ShouldBeLessThan(PackageComparison.Significance);
        result.Reason.ShouldStartWith("worse than the incumbent");
    }

    [Fact]
    public void Compare_ChallengerThatLosesLess_IsNotWorse()
    {
        var result = PackageComparison.Compare(Series(0, -0.1), Series(0, 0));

        result.Verdict.ShouldBe(ComparisonVerdict.NotWorse);
        result.PValue.ShouldBeGreaterThan(0.95);
    }

    // Standard error of the mean difference: √(1/12/2000) = 0.0065.
    [Fact]
    public void Compare_LittleWorseWithinNoise_IsNotWorse() =>
        PackageComparison.Compare(Series(0, 0.001), Series(0, 0)).Verdict.ShouldBe(ComparisonVerdict.NotWorse);

    // Blocks that overlap by 200 of 2000 minutes: 20 · 8 steps are needed.
    [Fact]
    public void Compare_BlocksThatOverlap_UsesTheCommonMinutes() =>
        PackageComparison.Compare(Series(1800, 0.1), Series(0, 0)).Minutes.ShouldBe(200);

    [Theory]
    [InlineData(1900, "100 test minutes are in common, 160 are needed")]
    [InlineData(Minutes, "0 test minutes")]
    public void Compare_FewCommonMinutes_IsNotComparable(int shift, string reason)
    {
        var result = PackageComparison.Compare(Series(shift, 0), Series(0, 0));

        result.Verdict.ShouldBe(ComparisonVerdict.NotComparable);
        result.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Compare_OtherRows_IsNotComparable()
    {
        var other = Series(0, 0);
        other = other with { Martingale = [.. other.Martingale.Select(loss => loss * 1.02f)] };

        var result = PackageComparison.Compare(Series(0, 0), other);

        result.Verdict.ShouldBe(ComparisonVerdict.NotComparable);
        result.Reason.ShouldContain("the martingale loses");
    }

    [Fact]
    public void Compare_OtherTarget_IsNotComparable() =>
        PackageComparison.Compare(Series(0, 0), Series(0, 0) with { Target = Target.MultiHorizon[0] })
            .Reason.ShouldContain("the challenger predicts bqx60_h60, the incumbent bqx60_h15");

    // Strides 15 and 10: every second minute of the one, every third of the other, 30 apart.
    [Fact]
    public void Compare_OtherStride_UsesTheMinutesOfBoth()
    {
        var fine = Series(0, 0.1);
        fine = fine with { Stride = 10, Numbers = [.. Enumerable.Range(0, Minutes).Select(i => i * 10)] };
        var coarse = Series(0, 0) with { Martingale = [.. fine.Martingale] };

        PackageComparison.Compare(fine, coarse).Minutes.ShouldBe(667);
    }

    private static LossSeries Series(int shift, double worse)
    {
        var numbers = Enumerable.Range(shift, Minutes).ToArray();
        return new LossSeries
        {
            Target = Target.Primary,
            Stride = 15,
            Numbers = [.. numbers.Select(i => i * 15)],
            Model = [.. numbers.Select(i => (float)(1 + worse + (worse == 0 ? 0 : Noise[i])))],
            Martingale = [.. numbers.Select(_ => 1f)],
        };
    }

    private static double[] Uniform(Random random) =>
        [.. Enumerable.Range(0, 2 * Minutes).Select(_ => random.NextDouble() - 0.5)];
}
