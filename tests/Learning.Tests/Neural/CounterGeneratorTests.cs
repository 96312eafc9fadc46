using Bqx.Learning.Neural;

namespace Bqx.Learning.Tests.Neural;

public sealed class CounterGeneratorTests
{
    [Fact]
    public void FillMask_AnyLength_IsTheScalarDefinition()
    {
        var generator = new CounterGenerator(7, RandomPurpose.Dropout, 3);
        var mask = new float[37];
        generator.FillMask(mask, 0.25);

        var expected = Enumerable.Range(0, 37).Select(i => generator.Bits((uint)i) >= 1u << 30 ? 4f / 3 : 0);
        mask.ShouldBe(expected);
    }

    // 4 standard errors of a share of 0.2 among 200,000 are 0.0036.
    [Fact]
    public void FillMask_DropsTheRate()
    {
        var mask = new float[200_000];
        new CounterGenerator(1, RandomPurpose.Dropout, 0).FillMask(mask, 0.2);

        (mask.Count(value => value == 0) / 200_000.0).ShouldBe(0.2, 0.0036);
        mask.ShouldAllBe(value => value == 0 || value == 1.25f);
    }

    // Two independent masks of rate ½ agree in half of all places, within 4 standard errors.
    [Theory]
    [InlineData(2, 16, 0)]
    [InlineData(1, 17, 0)]
    [InlineData(1, 16, 1)]
    public void FillMask_OtherSeedLayerOrStep_IsIndependent(long seed, int purpose, long step)
    {
        var (first, second) = (new float[100_000], new float[100_000]);
        new CounterGenerator(1, 16, 0).FillMask(first, 0.5);
        new CounterGenerator(seed, purpose, step).FillMask(second, 0.5);

        (first.Zip(second).Count(pair => pair.First == pair.Second) / 100_000.0).ShouldBe(0.5, 0.0064);
    }

    [Fact]
    public void Gaussian_HasTheMomentsOfTheNormal()
    {
        var generator = new CounterGenerator(1, RandomPurpose.Initialization, 0);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => generator.Gaussian((uint)i))];

        values.Average().ShouldBe(0, 0.013);
        values.Average(value => value * value).ShouldBe(1, 0.018);
        values.Average(value => Math.Pow(value, 4)).ShouldBe(3, 0.13);
    }

    [Fact]
    public void Shuffle_KeepsEveryElement_AndEveryPlaceIsAsLikely()
    {
        var places = new int[5];
        for (var epoch = 0; epoch < 20_000; epoch++)
        {
            int[] values = [0, 1, 2, 3, 4];
            new CounterGenerator(1, RandomPurpose.Order, epoch).Shuffle(values);
            values.Order().ShouldBe([0, 1, 2, 3, 4]);
            places[Array.IndexOf(values, 0)]++;
        }

        places.ShouldAllBe(count => Math.Abs(count - 4000) < 4 * 57);
    }
}
