using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tests.Measuring;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void ValueAt_Empty_IsZero() => new LatencyHistogram().ValueAt(0.99).ShouldBe(0);

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(2_047L)]
    public void Record_BelowTwoThousandAndFortyEight_IsExact(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);
        histogram.Record(LatencyHistogram.Limit);
        histogram.ValueAt(0.5).ShouldBe(value);
    }

    [Theory]
    [InlineData(2_048L, 2_049L)]
    [InlineData(2_049L, 2_049L)]
    [InlineData(2_050L, 2_051L)]
    [InlineData(4_095L, 4_095L)]
    [InlineData(4_096L, 4_099L)]
    [InlineData(1_000_000L, 1_000_447L)]
    public void UpperEdge_AboveTheLinearPart_IsTheLargestValueOfTheBucket(long value, long edge) =>
        LatencyHistogram.UpperEdgeOf(LatencyHistogram.IndexOf(value)).ShouldBe(edge);

    [Fact]
    public void Buckets_AllOfThem_TileTheRangeWithoutGapOrOverlap()
    {
        var last = LatencyHistogram.IndexOf(LatencyHistogram.Limit - 1);
        for (var index = 0; index < last; index++)
        {
            var edge = LatencyHistogram.UpperEdgeOf(index);
            LatencyHistogram.IndexOf(edge).ShouldBe(index);
            LatencyHistogram.IndexOf(edge + 1).ShouldBe(index + 1);
        }

        LatencyHistogram.UpperEdgeOf(last).ShouldBe(LatencyHistogram.Limit - 1);
    }

    [Fact]
    public void UpperEdge_EveryBucket_IsWithinAThousandthOfItsSmallestValue()
    {
        var last = LatencyHistogram.IndexOf(LatencyHistogram.Limit - 1);
        for (var index = 1; index <= last; index++)
        {
            var smallest = LatencyHistogram.UpperEdgeOf(index - 1) + 1;
            var error = (double)(LatencyHistogram.UpperEdgeOf(index) - smallest) / smallest;
            error.ShouldBeLessThan(0.001);
        }
    }

    [Fact]
    public void ValueAt_HundredValues_TakesTheNearestRank()
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 100; value++)
        {
            histogram.Record(value);
        }

        histogram.ValueAt(0).ShouldBe(1);
        histogram.ValueAt(0.5).ShouldBe(50);
        histogram.ValueAt(0.501).ShouldBe(51);
        histogram.ValueAt(0.99).ShouldBe(99);
        histogram.ValueAt(0.999).ShouldBe(100);
        histogram.ValueAt(1).ShouldBe(100);
    }

    [Fact]
    public void ValueAt_RandomValues_IsWithinAThousandthOfTheSortedOnes()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 50_000).Select(_ => (long)Math.Exp(random.NextDouble() * 25)).ToArray();
        var histogram = new LatencyHistogram();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        Array.Sort(values);
        foreach (var fraction in (double[])[0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999])
        {
            var exact = values[(int)Math.Ceiling(fraction * values.Length) - 1];
            var reported = histogram.ValueAt(fraction);
            reported.ShouldBeGreaterThanOrEqualTo(exact);
            ((double)(reported - exact) / exact).ShouldBeLessThan(0.001);
        }
    }

    [Fact]
    public void ValueAt_TheTop_NeverExceedsTheLargestRecorded()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1_000_000);
        histogram.ValueAt(1).ShouldBe(1_000_000);
    }

    [Fact]
    public void Record_BeyondTheLimit_CountsInTheLastBucketAndKeepsTheMaximum()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(LatencyHistogram.Limit * 3);
        histogram.Count.ShouldBe(1);
        histogram.Max.ShouldBe(LatencyHistogram.Limit * 3);
        histogram.ValueAt(1).ShouldBe(LatencyHistogram.Limit - 1);
    }

    [Fact]
    public void Record_Negative_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new LatencyHistogram().Record(-1));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void ValueAt_NoFraction_IsRefused(double fraction) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new LatencyHistogram().ValueAt(fraction))
            .Message.ShouldContain("between 0 and 1");

    [Fact]
    public void Add_TwoHistograms_EqualsOneThatSawBoth()
    {
        var (low, high, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 1; i <= 1_000; i++)
        {
            low.Record(i);
            high.Record(i * 1_000);
            both.Record(i);
            both.Record(i * 1_000);
        }

        low.Add(high);
        low.Count.ShouldBe(2_000);
        low.Max.ShouldBe(1_000_000);
        foreach (var fraction in (double[])[0.1, 0.5, 0.75, 0.99, 1])
        {
            low.ValueAt(fraction).ShouldBe(both.ValueAt(fraction));
        }
    }
}
