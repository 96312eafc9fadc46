using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Statistics;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class JudgeTests
{
    private static readonly EvaluationRows Rows = JudgeCase.Rows;

    private static readonly Judgement Judgement =
        Judge.Run(Rows, [JudgeCase.Martingale, JudgeCase.Net, JudgeCase.Har, JudgeCase.Climatology]);

    public static TheoryData<string> Slices => ["all", "pair:CHFJPY", "month:2017-07", "month:2017-08", "hour:13", "regime:bull"];

    // Second implementation: sums over the rows of the slice, written out.
    [Theory]
    [MemberData(nameof(Slices))]
    public void Skill_OfASlice_IsTheRatioOfItsRows(string slice)
    {
        foreach (var target in Rows.Targets)
        {
            var figure = Find(target.ToString(), Metrics.Skill, slice);
            var rows = RowsOf(slice);
            figure.Rows.ShouldBe(rows.Length);
            figure.Value.ShouldBe(1 - (rows.Sum(row => Error(target, row)) / rows.Sum(row => MartingaleError(target, row))), 1e-9);
            figure.Baseline.ShouldBe("martingale");
        }
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void DirectionAndCoverage_OfASlice_CountItsRows(string slice)
    {
        var (target, rows) = (Target.Primary, RowsOf(slice));
        var (actual, forecast) = (JudgeCase.Actual(target), JudgeCase.Net.Bqx[target]);

        var direction = Find(target.ToString(), Metrics.DirectionalAccuracy, slice);
        direction.Value.ShouldBe(rows.Average(row => actual[row] * (double)forecast[row] > 0 ? 1.0 : 0), 1e-12);
        direction.BaselineValue.ShouldBe(rows.Average(row => actual[row] * (double)Rows.Martingale[0][row] > 0 ? 1.0 : 0), 1e-12);
        var coverage = Find(target.ToString(), Metrics.Coverage, slice);
        coverage.Value.ShouldBe(rows.Average(row => Math.Abs((double)actual[row] - forecast[row]) <= HalfWidth(row) ? 1.0 : 0), 1e-12);
        coverage.BaselineValue.ShouldBe(0.9);
    }

    // Second implementation of the error: residuals by minute, products of all minutes that lie k strides apart, found by number.
    [Fact]
    public void Skill_Error_CountsMinutesByTheirDistance()
    {
        var target = JudgeCase.Near;
        var figure = Find(target.ToString(), Metrics.Skill, "all");
        var residuals = Enumerable.Range(0, Rows.Count).GroupBy(row => Rows.Samples[row].Number).ToDictionary(
            minute => minute.Key,
            minute => minute.Sum(row => MartingaleError(target, row) - Error(target, row) - (figure.Value * MartingaleError(target, row))));
        const int Lags = 2 * (60 + 15) / JudgeCase.Stride;
        var variance = 0.0;
        for (var k = -Lags; k <= Lags; k++)
        {
            var products = residuals.Sum(one => one.Value * residuals.GetValueOrDefault(one.Key + (k * JudgeCase.Stride)));
            variance += (1 - (Math.Abs(k) / (Lags + 1.0))) * products;
        }

        var expected = Math.Sqrt(variance) / Enumerable.Range(0, Rows.Count).Sum(row => MartingaleError(target, row));
        figure.Error!.Value.ShouldBe(expected, 1e-9 * expected);
    }

    [Fact]
    public void Errors_OfAllRows_AreTheMeans()
    {
        var (target, all) = (Target.Primary, RowsOf("all"));
        var actual = JudgeCase.Actual(target);
        var name = target.ToString();

        Find(name, Metrics.Rmse, "all").Value.ShouldBe(Math.Sqrt(all.Average(row => Error(target, row))), 1e-12);
        Find(name, Metrics.Mae, "all").Value.ShouldBe(all.Average(row => Math.Sqrt(Error(target, row))), 1e-12);
        Find(name, Metrics.Mae, "all").BaselineValue.ShouldBe(all.Average(row => Math.Sqrt(MartingaleError(target, row))), 1e-12);
        Find(name, Metrics.RSquared, "all").Value.ShouldBe(
            1 - (all.Sum(row => Error(target, row)) / all.Sum(row => (double)actual[row] * actual[row])), 1e-9);
        Find(name, Metrics.Width, "all").Value.ShouldBe(all.Average(row => 2 * HalfWidth(row)), 1e-12);
        Find(name, Metrics.Crps, "all").Value.ShouldBe(
            all.Average(row => Crps.Gaussian(Math.Sqrt(Error(target, row)), HalfWidth(row) / 1.6448536269514722)), 1e-12);
    }

    [Fact]
    public void Skill_OfTheMartingale_IsNone()
    {
        foreach (var metric in (string[])[Metrics.Skill, Metrics.SkillStandardised, Metrics.SkillBootstrap])
        {
            var figure = Find(Target.Primary.ToString(), metric, "all", "martingale");
            (figure.Value, figure.Error).ShouldBe((0, 0));
        }

        Find(Target.Primary.ToString(), Metrics.ClarkWest, "all", "martingale").PValue.ShouldBe(0.5);
    }

    [Fact]
    public void SkillBootstrap_Error_IsNearThatOfTheSerialCorrelation()
    {
        var target = Target.Primary.ToString();
        var (skill, bootstrap) = (Find(target, Metrics.Skill, "all"), Find(target, Metrics.SkillBootstrap, "all"));

        bootstrap.Value.ShouldBe(skill.Value, 1e-12);
        (bootstrap.Error!.Value / skill.Error!.Value).ShouldBeInRange(0.4, 2.5);
    }

    [Fact]
    public void Tests_OfAModelThatKnowsSomething_FindIt()
    {
        foreach (var metric in (string[])[Metrics.ClarkWest, Metrics.PesaranTimmermann])
        {
            Find(Target.Primary.ToString(), metric, "all").PValue!.Value.ShouldBeLessThan(1e-4);
        }

        Judgement.Verdict("net", "martingale", "bqx60_h60")!.Verdict.ShouldBe(Verdict.Better);
        Judgement.Verdict("martingale", "net", "bqx60_h60")!.Verdict.ShouldBe(Verdict.Worse);
        Judgement.Verdict("net", "unknown", "bqx60_h60").ShouldBeNull();
    }

    // 1200 minutes, Σρ² of which 2.0255 at stride 15, three pairs.
    [Fact]
    public void EffectiveSize_IsMinutesOverInflationTimesPairs()
    {
        var figure = Find("bqx60_h60", Metrics.EffectiveSize, "all");

        figure.Value.ShouldBe(1200 / 2.0254820278895265 * 3, 1e-6);
        (figure.Baseline, figure.BaselineValue).ShouldBe(("rows", 3600));
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void LogRv_OfASlice_IsSetAroundTheMeansOfPairs(string slice)
    {
        var rows = RowsOf(slice);
        var means = Enumerable.Range(0, Rows.Count).GroupBy(PairOf).ToDictionary(group => group.Key, group => group.Average(LogRv));
        var total = rows.Sum(row => Math.Pow(LogRv(row) - means[PairOf(row)], 2));
        var (own, har) = (rows.Sum(row => Math.Pow(LogRv(row) - JudgeCase.Net.LogRv![row], 2)),
            rows.Sum(row => Math.Pow(LogRv(row) - JudgeCase.Har.LogRv![row], 2)));

        var figure = Find(Metrics.LogRv, Metrics.RSquared, slice);
        figure.Value.ShouldBe(1 - (own / total), 1e-6);
        figure.BaselineValue.ShouldBe(1 - (har / total), 1e-6);
        Find(Metrics.LogRv, Metrics.RSquaredOverHar, slice).Value.ShouldBe((har - own) / total, 1e-6);
    }

    [Fact]
    public void LogRv_MedianPair_IsTheSecondOfThree()
    {
        string[] pairs = [.. Rows.Samples.Take(3).Select(sample => $"pair:{sample.Pair}")];
        Figure[] sorted = [.. pairs.Select(pair => Find(Metrics.LogRv, Metrics.RSquaredOverHar, pair)).OrderBy(figure => figure.Value)];
        var median = Find(Metrics.LogRv, Metrics.RSquaredOverHarMedianPair, "all");

        (median.Value, median.Error).ShouldBe((sorted[1].Value, sorted[1].Error));
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void Regime_OfASlice_IsSetBesideClimatology(string slice)
    {
        var rows = RowsOf(slice);
        var (own, climate) = (rows.Average(row => Score(JudgeCase.Net, row)), rows.Average(row => Score(JudgeCase.Climatology, row)));

        Find(Metrics.Regime, Metrics.RankedScoreSkill, slice).Value.ShouldBe(1 - (own / climate), 1e-9);
        if (slice == "all")
        {
            Find(Metrics.Regime, Metrics.RankedScore, slice).Value.ShouldBe(own, 1e-12);
            Find(Metrics.Regime, Metrics.RankedScore, slice).BaselineValue.ShouldBe(climate, 1e-12);
        }
    }

    [Fact]
    public void Curves_OfIntervals_CountRowsWithinTheScaledHalfWidth()
    {
        var curve = Judgement.Curves.Single(curve => curve.Model == "net" && curve.Target == "bqx60_h60");
        var half = 0.6744897501960817 / 1.6448536269514722;

        curve.Nominal.ShouldBe([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
        curve.Observed[4].ShouldBe(
            RowsOf("all").Average(row => Math.Sqrt(Error(Target.Primary, row)) <= half * HalfWidth(row) ? 1.0 : 0), 1e-12);
        curve.Observed[8].ShouldBe(Find("bqx60_h60", Metrics.Coverage, "all").Value, 1e-12);
        curve.Observed.ShouldBe(curve.Observed.Order());
    }

    [Fact]
    public void Reliability_OfClimatology_IsItsDistanceFromTheFrequencies()
    {
        float[] frequencies = [0.07f, 0.24f, 0.38f, 0.24f, 0.07f];
        var expected = Enumerable.Range(0, 5).Average(
            label => Math.Abs(frequencies[label] - RowsOf("all").Average(row => ClassOf(row) == label ? 1.0 : 0)));

        Find(Metrics.Regime, Metrics.Reliability, "all", "climatology").Value.ShouldBe(expected, 1e-6);
        Judgement.Curves.Single(curve => curve.Model == "climatology" && curve.Target == "regime:neutral").Nominal[0].ShouldBe(0.38, 1e-6);
    }

    [Fact]
    public void Figures_OfEveryModel_AreFiniteAndUnique()
    {
        Judgement.Figures.ShouldAllBe(figure => double.IsFinite(figure.Value) && double.IsFinite(figure.BaselineValue));
        Judgement.Figures.Select(figure => (figure.Model, figure.Target, figure.Metric, figure.Slice, figure.Baseline)).ShouldBeUnique();
    }

    private static Figure Find(string target, string metric, string slice, string model = "net") =>
        Judgement.Figures.Single(figure =>
            figure.Model == model && figure.Target == target && figure.Metric == metric && figure.Slice == slice);

    private static int[] RowsOf(string slice) =>
        [.. Enumerable.Range(0, Rows.Count).Where(row => slice == "all" || NamesOf(row).Contains(slice))];

    private static string[] NamesOf(int row)
    {
        var time = Rows.Samples[row].Close.ToDateTime();
        string[] classes = ["strong_bear", "bear", "neutral", "bull", "strong_bull"];
        return [$"pair:{Rows.Samples[row].Pair}", $"month:{time:yyyy-MM}", $"hour:{time:HH}", $"regime:{classes[ClassOf(row)]}"];
    }

    private static double Error(Target target, int row) =>
        Math.Pow((double)JudgeCase.Actual(target)[row] - JudgeCase.Net.Bqx[target][row], 2);

    private static double MartingaleError(Target target, int row) =>
        Math.Pow((double)JudgeCase.Actual(target)[row] - JudgeCase.Martingale.Bqx[target][row], 2);

    private static double HalfWidth(int row) => JudgeCase.Net.BqxHalfWidth[Target.Primary][row];

    private static double LogRv(int row) => Rows.Samples[row].LogRv;

    private static int PairOf(int row) => Rows.Samples[row].Pair.Index;

    private static int ClassOf(int row) => RegimeClasses.Of(StandardTarget.Z(Rows.Samples[row], Target.Primary));

    private static double Score(ModelForecasts model, int row) =>
        RankedScore.Of(model.Regime.AsSpan(row * 5, 5), ClassOf(row));
}
