using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class HarBaselineTests
{
    [Fact]
    public void Fit_ExactRelation_IsRecovered()
    {
        var random = new Random(2);
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1)]), Target.Primary));
        for (var i = 0; i < 4000; i++)
        {
            var past = new HarInputs(Next(), Next(), Next(), Next());
            var angle = 2 * Math.PI * (i % 1440) / 1440;
            var logRv = 2 + (0.1 * past.Rv15) + (0.3 * past.Rv60) + (0.2 * past.Rv240) + (0.4 * past.Rv720) + (0.5 * Math.Cos(2 * angle));
            matrix.Add(new Sample(Pair.Parse("EURUSD"), new Minute(i), i, 1e-4f, 0, 0, (float)logRv, 0, past), [default], [0]);
        }

        var har = HarBaseline.Fit(matrix, new RowRange(0, 3000));

        for (var row = 3000; row < 4000; row++)
        {
            har.Predict(matrix[row]).ShouldBe(matrix[row].LogRv, 1e-3);
        }

        float Next() => (float)(-9 + random.NextDouble());
    }
}
