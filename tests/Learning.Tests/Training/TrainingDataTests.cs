using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class TrainingDataTests
{
    private static readonly Embargo Embargo = Embargo.For(Target.Primary);

    [Fact]
    public async Task RowsOf_Pair_AreItsRowsOfTheBlockAndTheBlocksAreAll()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(9));
        var pair = Pair.Parse("GBPJPY");

        var rows = data.RowsOf(data.Validation, pair);

        rows.ShouldBe(rows.Order());
        rows.ShouldAllBe(row => data.Matrix[row].Pair == pair && row >= data.Validation.First && row < data.Validation.End);
        Pair.All.Sum(each => data.RowsOf(data.Validation, each).Length).ShouldBe(data.Validation.Count);
    }

    [Fact]
    public async Task ReadScaled_TrainingRows_HaveMeanZeroAndDeviationOne()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(9));
        var column = data.Matrix.Schema.IndexOf(FeatureNames.Bqx(new Window(60)));
        var row = new float[data.Matrix.Columns];
        var (sum, squares) = (0.0, 0.0);
        for (var i = data.Train.First; i < data.Train.End; i++)
        {
            data.ReadScaled(i, row);
            sum += row[column];
            squares += row[column] * row[column];
        }

        // A few values beyond ±8 are clipped.
        (sum / data.Train.Count).ShouldBe(0, 0.01);
        (squares / data.Train.Count).ShouldBe(1, 0.05);
    }

    [Fact]
    public async Task Residual_PrimaryTarget_IsThatOfTheStandardTarget()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(9));
        for (var row = data.Test.First; row < data.Test.End; row++)
        {
            data.Residual(row, 0).ShouldBe(data.TargetOf(row).Residual);
        }
    }

    // V of bqx75_h15 = S2(75) − S2(60) = 143,450 − 73,810 = 69,640.
    [Fact]
    public void Residual_HorizonWithinWindow_IsOverTheDeviationOfTheError()
    {
        var data = Known(label: 0.03f, martingale: 0.01f);
        data.Residual(0, 1).ShouldBe((float)(0.02 / (1e-4 * Math.Sqrt(69_640))), 1e-5f);
    }

    [Fact]
    public void Residual_HugeSurprise_IsClipped() => Known(label: 1, martingale: 0).Residual(0, 1).ShouldBe(6);

    [Fact]
    public void Prepare_GraphThatRowsAreNotReadBy_IsRefused()
    {
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1)]), Target.Primary));
        Should.Throw<ArgumentOutOfRangeException>(() => Prepare(matrix, graph: 1));
    }

    private static TrainingData Known(float label, float martingale)
    {
        var targets = new[] { Target.Primary, new Target(new Window(75), new Horizon(15)) };
        return Prepare(new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1)]), [.. targets])), 0, new TargetValues(label, martingale, 0));
    }

    private static TrainingData Prepare(TrainingMatrix matrix, int graph, TargetValues second = default)
    {
        var values = new TargetValues[matrix.Targets.Length];
        values[^1] = second;
        for (var number = 0; number < 9000; number += 15)
        {
            matrix.Add(new Sample(Pair.FromIndex(0), new Minute(number), number, 1e-4f, 0, 0, 0, 0, default), values, [number]);
        }

        var dataset = new Dataset(
            matrix, new DatasetOptions { Targets = matrix.Targets }, Digest.Of([]), 1, new Minute(0), new Minute(9000));
        return TrainingData.Prepare(dataset, PurgedSplit.Divide(new MinuteRange(0, 8999), Embargo), graph);
    }
}
