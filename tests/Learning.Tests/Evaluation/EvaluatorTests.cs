using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly Pair Pair = Pair.Parse("EURUSD");
    private static readonly double Scale = 1e-4 * Math.Sqrt(73810);

    [Fact]
    public void Finish_ForecastOfTheTruth_HasFullSkill()
    {
        var metrics = Evaluate((0.02f, 0.02f), (-0.01f, -0.01f));

        metrics["skill"].Value.ShouldBe(1, 1e-9);
        metrics["directional_accuracy"].Value.ShouldBe(1);
        metrics["mae"].Value.ShouldBe(0);
        metrics["mae"].Baseline.ShouldBe(0.015, 1e-8);
    }

    [Fact]
    public void Finish_ForecastOfTheMartingale_HasNoSkillAndNoDirection()
    {
        var metrics = Evaluate((0.02f, 0), (-0.01f, 0));

        metrics["skill"].Value.ShouldBe(0);
        metrics["skill"].Error.ShouldBe(0);
        metrics["directional_accuracy"].Value.ShouldBe(0.5);
        metrics["directional_accuracy"].Baseline.ShouldBe(0.5);
    }

    // Errors 0.01 and −0.02 against 0.02 and −0.01: 1 − (1 + 4)/(4 + 1) = 0; both signs of the second differ.
    [Fact]
    public void Finish_MixedForecasts_ArePooledInRawUnits()
    {
        var metrics = Evaluate((0.02f, 0.01f), (-0.01f, 0.01f));

        metrics["skill"].Value.ShouldBe(0, 1e-6);
        metrics["rmse"].Value.ShouldBe(Math.Sqrt(0.0005 / 2), 1e-6);
        metrics["mae"].Value.ShouldBe(0.015, 1e-6);
        metrics["directional_accuracy"].Value.ShouldBe(0.5);
    }

    // The interval is ±2·σ̂√V = ±0.0543.
    [Fact]
    public void Finish_Coverage_CountsRowsWithinTheInterval()
    {
        var metrics = Evaluate(((float)(1.99 * Scale), 0), ((float)(2.01 * Scale), 0), ((float)(-1.99 * Scale), 0), (0, 0));

        metrics["bqx_coverage"].Value.ShouldBe(0.75);
        metrics["bqx_coverage"].Baseline.ShouldBe(0.9);
    }

    // The class is neutral (2); probabilities (0, ½, ½, 0, 0): cumulative 0, ½, 1, 1 against 0, 0, 1, 1: ¼/4. Frequencies ⅕ each:
    // .2, .4, .6, .8 against 0, 0, 1, 1: (.04 + .16 + .16 + .04)/4.
    [Fact]
    public void Finish_RankedScore_IsTheFormula()
    {
        var metrics = Evaluate((0, 0));

        metrics["rps"].Value.ShouldBe(0.0625, 1e-6);
        metrics["rps"].Baseline.ShouldBe(0.1, 1e-6);
    }

    private static Dictionary<string, ModelMetric> Evaluate(params (float Actual, float Forecast)[] rows)
    {
        var calibration = SamplePackage.Create(new FeatureSchema([(FeatureNames.Sigma, 1)])).Manifest.Calibration! with { BqxQuantile = 2 };
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1)]), Target.Primary));
        for (var i = 0; i < 50; i++)
        {
            matrix.Add(Row(i, 0), [default], [0]);
        }

        var baselines = new EvaluationBaselines(HarBaseline.Fit(matrix, new RowRange(0, 50)), [0.2, 0.2, 0.2, 0.2, 0.2]);
        var evaluator = new Evaluator(new DatasetOptions(), baselines, calibration);
        var regime = default(RegimeProbabilities);
        (regime[1], regime[2]) = (0.5f, 0.5f);
        for (var i = 0; i < rows.Length; i++)
        {
            evaluator.Add(Row(i, rows[i].Actual), new ModelOutput { Bqx = rows[i].Forecast, LogRv = -7, Regime = regime });
        }

        return evaluator.Finish("test").ToDictionary(metric => metric.Name);
    }

    private static Sample Row(int number, float bqx) =>
        new(Pair, new Minute(number), number, 1e-4f, 0, bqx, -7 + (0.1f * (number % 7)), 0, new HarInputs(-9 + number % 3, -9, -9 + (number % 5), -9));
}
