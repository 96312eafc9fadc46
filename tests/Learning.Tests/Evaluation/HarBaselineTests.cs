using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class HarBaselineTests
{
    private static readonly Pair Own = Pair.Parse("EURUSD");
    private static readonly Pair Rare = Pair.Parse("NZDCHF");

    [Fact]
    public void Fit_ExactRelation_IsRecovered()
    {
        var matrix = Filled(_ => (Own, 2));

        var har = HarBaseline.Fit(matrix, new RowRange(0, 3000));

        for (var row = 3000; row < 4000; row++)
        {
            har.Predict(matrix[row]).ShouldBe(matrix[row].LogRv, 1e-3);
        }
    }

    [Fact]
    public void Fit_TwoPairs_EachHasItsOwnWeights()
    {
        var matrix = Filled(row => row % 2 == 0 ? (Own, 2) : (Pair.Parse("USDJPY"), 5));

        var har = HarBaseline.Fit(matrix, new RowRange(0, 3000));

        har.Predict(matrix[3500]).ShouldBe(matrix[3500].LogRv, 1e-3);
        har.Predict(matrix[3501]).ShouldBe(matrix[3501].LogRv, 1e-3);
    }

    // 150 rows of 3000, and 3 more than its own relation says: nearly the other pair's constant.
    [Fact]
    public void Fit_PairOfFewRows_HasTheWeightsOfAll()
    {
        var matrix = Filled(row => row % 20 == 0 ? (Rare, 5) : (Own, 2));

        var har = HarBaseline.Fit(matrix, new RowRange(0, 3000));

        har.Predict(matrix[3020]).ShouldBe(matrix[3020].LogRv - 3 + 0.15, 0.1);
    }

    private static TrainingMatrix Filled(Func<int, (Pair Pair, double Constant)> of)
    {
        var random = new Random(2);
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1)]), Target.Primary));
        for (var i = 0; i < 4000; i++)
        {
            var past = new HarInputs(Next(), Next(), Next(), Next());
            var angle = 2 * Math.PI * (i % 1440) / 1440;
            var (pair, constant) = of(i);
            var logRv = constant + (0.1 * past.Rv15) + (0.3 * past.Rv60) + (0.2 * past.Rv240) + (0.4 * past.Rv720) + (0.5 * Math.Cos(2 * angle));
            matrix.Add(new Sample(pair, new Minute(i), i, 1e-4f, 0, 0, (float)logRv, 0, past), [default], [0]);
        }

        return matrix;

        float Next() => (float)(-9 + random.NextDouble());
    }
}
