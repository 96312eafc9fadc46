using Bqx.Features.Lint;

namespace Bqx.Features.Tests.Lint;

public sealed class FeatureMomentsTests
{
    [Fact]
    public void Moments_FourVectors_AreThoseWorkedOutByHand()
    {
        // x = 1 2 3 6: mean 3, variance (4+1+0+9)/4 = 3.5; y = 2 0 4 2: mean 2, variance 2; covariance (0+2+0+0)/4 = ½.
        var moments = Of([1, 2], [2, 0], [3, 4], [6, 2]);
        moments.Count.ShouldBe(4);
        moments.Mean(0).ShouldBe(3, 1e-15);
        moments.Variance(0).ShouldBe(3.5, 1e-15);
        moments.Correlation(0, 1).ShouldBe(0.5 / Math.Sqrt(7), 1e-15);
        moments.Correlation(1, 0).ShouldBe(moments.Correlation(0, 1));
        moments.Lowest(1).ShouldBe(0);
        moments.Highest(0).ShouldBe(6);
    }

    [Fact]
    public void Correlation_ConstantValue_IsZero() => Of([1, 5], [2, 5], [3, 5]).Correlation(0, 1).ShouldBe(0);

    [Fact]
    public void Variance_FarFromZero_DoesNotCancel() =>
        Of([1_000_000], [1_000_001], [1_000_002]).Variance(0).ShouldBe(2.0 / 3, 1e-12);

    [Fact]
    public void Dependent_SumOfTwoColumns_IsFound()
    {
        var random = new Random(5);
        var moments = new FeatureMoments(4);
        for (var i = 0; i < 500; i++)
        {
            var (a, b, c) = (random.Next(-99, 100), random.Next(-99, 100), random.Next(-99, 100));
            moments.Add([a, b, c, a + (2 * b)]);
        }

        // One of the three that hang together is left over, never the third column.
        NumericalRank.Dependent(moments, 4).ShouldHaveSingleItem().ShouldBeOneOf(0, 1, 3);
    }

    private static FeatureMoments Of(params float[][] vectors)
    {
        var moments = new FeatureMoments(vectors[0].Length);
        Array.ForEach(vectors, vector => moments.Add(vector));
        return moments;
    }
}
