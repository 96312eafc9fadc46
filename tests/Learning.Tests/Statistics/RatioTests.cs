using Bqx.Core;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class RatioTests
{
    private static readonly double[] Noise = Uniform(new Random(5));
    private static readonly double[] Tops = [.. Enumerable.Range(0, 4000).Select(i => Noise[i] + 0.5)];
    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, 4000)];

    // Residuals of ¼: ½, 1 − ½, −1 with γ₀ = 1.5, γ₁ = ¼ − ½; lag 1 weighs ½·2.
    [Fact]
    public void Of_SmallSeries_IsTheFormula()
    {
        var (value, error) = Ratio.Of([1, 1, 0], [2, 2, 4], 1);

        value.ShouldBe(0.25);
        error.ShouldBe(Math.Sqrt(1.5 - 0.25) / 8, 1e-12);
    }

    [Fact]
    public void Of_NothingBelow_IsZero() => Ratio.Of([1, 2], [0, 0], 1).ShouldBe(new Estimate(0, 0));

    [Fact]
    public void Bootstrap_SameSeed_GivesTheSameBits() =>
        BlockBootstrap.OfRatio(Tops, Ones, 96, 200, 1).ShouldBe(BlockBootstrap.OfRatio(Tops, Ones, 96, 200, 1));

    [Fact]
    public void Bootstrap_OtherSeed_GivesAnother() =>
        BlockBootstrap.OfRatio(Tops, Ones, 96, 200, 2).Error.ShouldNotBe(BlockBootstrap.OfRatio(Tops, Ones, 96, 200, 1).Error);

    // Of white noise of deviation √(1/12) the mean of 4000 has the error 0.00456; of one held for eight places √8 of that.
    [Theory]
    [InlineData(1, 0.004564)]
    [InlineData(8, 0.012910)]
    public void Bootstrap_Error_IsThatOfTheMean(int held, double expected)
    {
        double[] tops = [.. Enumerable.Range(0, 4000).Select(i => Noise[i / held])];

        BlockBootstrap.OfRatio(tops, Ones, 80, 1000, 7).Error.ShouldBe(expected, 0.25 * expected);
    }

    // One block that is everything: every draw is the whole circle.
    [Fact]
    public void Bootstrap_BlockOfEverything_HasNoError()
    {
        var estimate = BlockBootstrap.OfRatio(Tops, Ones, 4000, 20, 1);

        estimate.Value.ShouldBe(Tops.Average(), 1e-12);
        estimate.Error.ShouldBe(0, 1e-12);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(1)]
    public void Inflation_AnyStride_IsNoLessThanOne(int stride) =>
        EffectiveSize.Inflation(Target.Primary, stride).ShouldBeGreaterThanOrEqualTo(1);

    // The correlations in numpy; 28.5 of every minute is the figure that the design states for h = W = 60.
    [Theory]
    [InlineData("bqx60_h60", 1, 28.526565506029)]
    [InlineData("bqx60_h60", 15, 2.0254820278895265)]
    [InlineData("bqx60_h15", 1, 9.930086720375453)]
    public void Inflation_Target_IsTheSumOfSquaredCorrelations(string name, int stride, double expected)
    {
        Target.TryParse(name, out var target).ShouldBeTrue();
        EffectiveSize.Inflation(target, stride).ShouldBe(expected, 1e-9);
    }

    private static double[] Uniform(Random random) => [.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble() - 0.5)];
}
