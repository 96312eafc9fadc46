using Bqx.Core;
using Bqx.Learning.Controls;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Controls;

public sealed class RidgeLearnerTests
{
    private static readonly Target Other = new(new Window(60), new Horizon(75));
    private static readonly double Unit = 1e-4 * Math.Sqrt(73_810); // σ̂·√S2(60) = 1

    // u of the first target is a, of the second −½·b.
    [Fact]
    public void Forecast_LinearTargets_AreFoundEach()
    {
        var data = Prepare();

        var forecasts = new RidgeLearner([]).Forecast(data, TestContext.Current.CancellationToken);

        for (var i = 0; i < data.Test.Count; i++)
        {
            forecasts[0][i].ShouldBe(data.Residual(data.Test.First + i, 0), 0.01f);
            forecasts[1][i].ShouldBe(data.Residual(data.Test.First + i, 1), 0.01f);
        }
    }

    [Fact]
    public void Forecast_WithoutTheFeatureThatTells_FindsLittle()
    {
        var data = Prepare();

        var forecasts = new RidgeLearner(["b"]).Forecast(data, TestContext.Current.CancellationToken);

        forecasts[0].ShouldAllBe(forecast => Math.Abs(forecast) < 0.3);
        forecasts[1].Max().ShouldBeGreaterThan(0.4f);
    }

    [Fact]
    public void Forecast_UnknownFeature_IsRefused() =>
        Should.Throw<FaultException>(() => new RidgeLearner(["c"]).Forecast(Prepare(), TestContext.Current.CancellationToken));

    private static TrainingData Prepare()
    {
        var random = new Random(3);
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1), ("b", 1)]), Target.Primary, Other));
        for (var number = 0; number < 12_000; number += 5)
        {
            var (a, b) = ((2 * random.NextSingle()) - 1, (2 * random.NextSingle()) - 1);
            matrix.Add(
                new Sample(Pair.FromIndex(0), new Minute(number), number, 1e-4f, 0, 0, 0, 0, default),
                [new TargetValues((float)(a * Unit), 0, 0), new TargetValues((float)(-0.5 * b * Unit), 0, 0)],
                [a, b]);
        }

        var dataset = new Dataset(
            matrix, new DatasetOptions { Targets = matrix.Targets }, Digest.Of([]), 1, new Minute(0), new Minute(11_999));
        return TrainingData.Prepare(dataset, PurgedSplit.Divide(new MinuteRange(0, 11_999), Embargo.For(matrix.Targets)));
    }
}
