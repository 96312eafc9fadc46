using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class FeatureStatisticsTests
{
    // Column a: 0..100; column b: always 7; column c: 1e6 + a, whose variance a careless sum would lose.
    private static readonly TrainingMatrix Matrix = Filled();

    [Fact]
    public void FitScaling_KnownColumns_AreMeanAndInverseDeviation()
    {
        var scaling = FeatureStatistics.FitScaling(Matrix, new RowRange(0, 101), 0);

        scaling.Means.ShouldBe([50, 7, 1_000_050]);
        scaling.InverseDeviations[0].ShouldBe((float)(1 / Math.Sqrt(850)), 1e-6f);
        scaling.InverseDeviations[1].ShouldBe(0);
        scaling.InverseDeviations[2].ShouldBe((float)(1 / Math.Sqrt(850)), 1e-6f);
    }

    [Fact]
    public void FitScaling_SomeRows_IgnoresTheOthers() =>
        FeatureStatistics.FitScaling(Matrix, new RowRange(10, 11), 0).Means[0].ShouldBe(15);

    [Fact]
    public void Distributions_KnownColumn_HasItsDeciles()
    {
        var distribution = FeatureStatistics.Distributions(Matrix, new RowRange(0, 101), 0)[0];

        distribution.Name.ShouldBe("a");
        distribution.Mean.ShouldBe(50);
        distribution.Deviation.ShouldBe(Math.Sqrt(850), 1e-9);
        distribution.Deciles.ShouldBe([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    }

    private static TrainingMatrix Filled()
    {
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1), ("b", 1), ("c", 1)]), Target.Primary));
        for (var i = 0; i <= 100; i++)
        {
            matrix.Add(new Sample(Pair.Parse("EURUSD"), new Minute(i), i, 1e-4f, 0, 0, 0, 0, default), [default], [i, 7, 1_000_000 + i]);
        }

        return matrix;
    }
}
