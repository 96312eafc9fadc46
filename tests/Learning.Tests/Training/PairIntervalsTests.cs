using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class PairIntervalsTests
{
    private static readonly TrainingData Data = PlantedRows.Build(0);

    [Fact]
    public void OfBqx_KnownErrors_AreTheRankedErrorsOfEachPair()
    {
        var rows = new RowRange(Data.Calibration.First, 3 * 199);
        var unit = 2e-4f * Math.Sqrt(Martingale.ErrorVariance(Target.Primary));
        // Errors of 1..199 units for the first pair, tenfold for the second, hundredfold for the third.
        var forecasts = new float[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            forecasts[i] = (float)(Data.Matrix.Label(rows.First + i, 0) - (Math.Pow(10, i % 3) * ((i / 3) + 1) * unit));
        }

        var intervals = PairIntervals.OfBqx(Data, rows, 0, forecasts, 0.9);
        var first = Data.Matrix[rows.First].Pair;
        intervals.Quantile(first).ShouldBe(180, 0.01); // ⌈200·0.9⌉
        var widths = intervals.HalfWidths(Data, rows);
        widths[0].ShouldBe((float)(180 * unit), 1e-4f);
        widths[1].ShouldBe((float)(1800 * unit), 1e-3f);
        widths[5].ShouldBe((float)(18000 * unit), 1e-2f);
    }

    [Fact]
    public void OfLogRv_PairWithoutRows_HasTheQuantileOfAll()
    {
        var rows = new RowRange(Data.Calibration.First, 3 * 333);
        float[] forecasts = [.. Enumerable.Range(0, rows.Count).Select(i => Data.Matrix[rows.First + i].LogRv + ((i + 1) * 0.001f))];
        PairIntervals.OfLogRv(Data, rows, forecasts, 0.9).Quantile(Pair.All[1]).ShouldBe(0.9, 1e-4);
    }

    [Fact]
    public void HalfWidths_OfFreshRows_CoverWhatTheySay()
    {
        var forecasts = new float[Data.Calibration.Count];
        var intervals = PairIntervals.OfBqx(Data, Data.Calibration, 0, forecasts, 0.9);
        var widths = intervals.HalfWidths(Data, Data.Test);
        var covered = Enumerable.Range(0, Data.Test.Count).Count(i => Math.Abs(Data.Matrix.Label(Data.Test.First + i, 0)) <= widths[i]);
        ((double)covered / Data.Test.Count).ShouldBe(0.9, 0.02);
    }
}
