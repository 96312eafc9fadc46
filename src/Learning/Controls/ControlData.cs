using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>Rows for a learner under control: four pairs that share no currency, so that they tell four times as much as one.</summary>
internal static class ControlData
{
    /// <summary>EURUSD, GBPJPY, AUDCAD and NZDCHF.</summary>
    public static readonly ImmutableArray<Pair> Pairs = [Pair.Parse("EURUSD"), Pair.Parse("GBPJPY"), Pair.Parse("AUDCAD"), Pair.Parse("NZDCHF")];

    // More is tested than usual: the error of the figure is that of the test block.
    private const double TrainShare = 0.45;
    private const double ValidationShare = 0.10;
    private const double CalibrationShare = 0.02;

    /// <summary>Replays a market and splits its rows.</summary>
    public static async Task<TrainingData> BuildAsync(
        IEnumerable<MinuteBars> bars, ImmutableArray<Target> targets, CancellationToken cancellationToken)
    {
        var options = new DatasetOptions { Targets = targets, Pairs = Pairs };
        var dataset = await DatasetBuilder.BuildAsync(InMemoryBars.Stream(bars, cancellationToken), options, null, cancellationToken);
        var range = new MinuteRange(dataset.Matrix[0].Number, dataset.Matrix[dataset.Matrix.Rows - 1].Number);
        return TrainingData.Prepare(dataset, Split(range, Embargo.For(targets)));
    }

    /// <summary>u = (BQX − martingale)/(σ̂·√V) of a row of the test block, as it came: not clipped.</summary>
    public static double Residual(TrainingData data, int row, int target)
    {
        var scale = Math.Max(data.Matrix[row].Sigma, ServingGraph.SigmaFloor) * Math.Sqrt(Martingale.ErrorVariance(data.Matrix.Targets[target]));
        return ((double)data.Matrix.Label(row, target) - data.Matrix.Martingale(row, target)) / scale;
    }

    private static PurgedSplit Split(MinuteRange range, Embargo embargo)
    {
        var usable = range.Length - (3 * (embargo.Minutes - 1));
        var next = range.First;
        return PurgedSplit.Of(
            embargo, Take(TrainShare), Take(ValidationShare), Take(CalibrationShare), new MinuteRange(next, range.Last));

        MinuteRange Take(double share)
        {
            var block = new MinuteRange(next, next + Math.Max(PurgedSplit.MinBlockMinutes, (int)(usable * share)) - 1);
            next = block.Last + embargo.Minutes;
            return block;
        }
    }
}
