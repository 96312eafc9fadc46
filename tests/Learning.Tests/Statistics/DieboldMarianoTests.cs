using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class DieboldMarianoTests
{
    private static readonly double[] Differences = [.. Enumerable.Range(0, 30).Select(i => Math.Sin(i) + 0.3)];

    // Without lags and one step ahead the test is the t-test of one sample: scipy.stats.ttest_1samp.
    [Fact]
    public void Run_NoSerialCorrelation_IsTheTTest()
    {
        var test = DieboldMariano.Run(Differences, 0, 1);

        test.Statistic.ShouldBe(2.6505471109621044, 1e-12);
        test.PValue.ShouldBe(0.012881086359754906, 1e-12);
        test.Count.ShouldBe(30);
    }

    // The formula in numpy: Bartlett weights 1 − k/5, factor √((31 − 4 + 2/30)/30), scipy.stats.t with 29 degrees.
    [Fact]
    public void Run_LagsAndSteps_IsTheFormula()
    {
        var test = DieboldMariano.Run(Differences, 4, 2);

        test.Statistic.ShouldBe(3.9849886463788216, 1e-12);
        test.PValue.ShouldBe(0.00041670256468905536, 1e-12);
    }

    [Fact]
    public void Run_SidesExchanged_ChangesTheSignOnly()
    {
        var (one, other) = (DieboldMariano.Run(Differences, 4, 2), DieboldMariano.Run(Array.ConvertAll(Differences, d => -d), 4, 2));

        other.Statistic.ShouldBe(-one.Statistic, 1e-12);
        other.PValue.ShouldBe(one.PValue, 1e-12);
    }

    [Fact]
    public void Run_MissingDifference_KeepsItsPlaceInTime()
    {
        // 1, ·, −1, 3: centred 0, ·, −2, 2: γ₀ = 8, one apart only the last two, −4·½·2; n = 3.
        var test = DieboldMariano.Run([1, double.NaN, -1, 3], 1, 1);

        test.Statistic.ShouldBe(3 / Math.Sqrt(8 - 4) * Math.Sqrt(2.0 / 3), 1e-12);
        test.Count.ShouldBe(3);
    }

    [Fact]
    public void Run_NothingDiffers_IsNoEvidence() => DieboldMariano.Run([0, 0, 0, 0], 1, 1).ShouldBe(new TestOutcome(0, 1, 4));

    [Fact]
    public void Run_FewerTermsThanTheOverlap_IsNoEvidence() => DieboldMariano.Run([1, 2, 3], 4, 3).PValue.ShouldBe(1);

    // True size of the 5 % test on sums of eight white terms that overlap, eight steps ahead: near 5 %, without lags far above.
    [Fact]
    public void Run_OverlappingErrors_RejectsAsOftenAsItSays()
    {
        const int Overlap = 8;
        var (corrected, naive) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            double[] white = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble() - 0.5)];
            double[] sums = [.. Enumerable.Range(0, white.Length - Overlap + 1).Select(i => white.AsSpan(i, Overlap).ToArray().Sum())];
            corrected += DieboldMariano.Run(sums, 2 * Overlap, Overlap).PValue < 0.05 ? 1 : 0;
            naive += DieboldMariano.Run(sums, 0, 1).PValue < 0.05 ? 1 : 0;
        }

        (corrected / 400.0).ShouldBeInRange(0.03, 0.10);
        (naive / 400.0).ShouldBeGreaterThan(0.3);
    }
}
