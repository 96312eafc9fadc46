using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Training;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Training;

public sealed class ConformalIntervalsTests
{
    private static readonly Pair Quiet = Pair.Parse("EURUSD");
    private static readonly Pair Wild = Pair.Parse("GBPNZD");
    private static readonly Pair Rare = Pair.Parse("NZDCHF");
    private static readonly double Root = Math.Sqrt(Martingale.ErrorVariance(Target.Primary));

    // 199 rows of each of two pairs with errors 1..199 and ten times that, in units of σ̂√V/100: rank ⌈200·0.9⌉ = 180.
    // The rare pair has 2 rows, so the q of all 400: rank ⌈401·0.9⌉ = 361 = 2 + 199 + 160, the 160th of the wild pair.
    [Fact]
    public void Apply_OtherRows_HaveTheQuantileOfTheirPairTimesTheirSigma()
    {
        List<(Pair Pair, double Error)> errors =
            [.. Enumerable.Range(1, 199).SelectMany(i => new[] { (Quiet, i / 100.0), (Wild, i / 10.0) }), (Rare, 0), (Rare, 0)];
        var calibration = Rows([.. errors.Select(error => (error.Pair, 1e-4f, error.Error))]);
        var test = Rows((Quiet, 2e-4f, 0), (Wild, 1e-4f, 0), (Rare, 1e-4f, 0));

        var applied = ConformalIntervals.Fit(calibration, Zero(calibration)).Apply(test, Zero(test));

        var half = applied.BqxHalfWidth[Target.Primary];
        half[0].ShouldBe((float)(1.8 * 2e-4 * Root), 1e-6f);
        half[1].ShouldBe((float)(18 * 1e-4 * Root), 1e-5f);
        half[2].ShouldBe((float)(16 * 1e-4 * Root), 1e-5f);
        applied.LogRvHalfWidth.ShouldNotBeNull()[0].ShouldBe(1.8f, 1e-5f);
        applied.LogRvHalfWidth[1].ShouldBe(18, 1e-5f);
    }

    [Fact]
    public void Apply_ModelOfVolatilityAlone_HasNoOtherIntervals()
    {
        var rows = Rows([.. Enumerable.Range(0, 200).Select(i => (Quiet, 1e-4f, (double)i))]);
        var model = new ModelForecasts { Model = "har", LogRv = new float[200] };

        ConformalIntervals.Fit(rows, model).Apply(rows, model).BqxHalfWidth.ShouldBeEmpty();
    }

    private static ModelForecasts Zero(EvaluationRows rows) => new()
    {
        Model = "zero",
        Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(Target.Primary, new float[rows.Count]),
        LogRv = new float[rows.Count],
    };

    private static EvaluationRows Rows(params (Pair Pair, float Sigma, double Error)[] rows) => new(
        [Target.Primary],
        0.9,
        15,
        [.. rows.Select((row, i) => new Sample(row.Pair, new Minute(i), i, row.Sigma, 0, 0, (float)row.Error, 0, default))],
        [[.. rows.Select(row => (float)(row.Error * row.Sigma * Root))]],
        [new float[rows.Length]]);
}
