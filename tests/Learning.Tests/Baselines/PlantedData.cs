using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Baselines;

/// <summary>
/// Rows of four pairs with a known relation: u = ½·signal + noise, v = −0.3 + 0.4·volatility + noise. Column <c>copy</c> is nearly
/// <c>signal</c>, <c>constant</c> never varies, the others are noise.
/// </summary>
internal static class PlantedData
{
    public const int Signal = 1;
    public const int Copy = 2;
    public const int Volatility = 3;
    public const int Constant = 4;

    /// <summary>Variance of u's noise is ¾, so that the signal explains a quarter.</summary>
    public const double Skill = 0.25;

    public static readonly Target Short = new(new Window(60), new Horizon(15));
    public static readonly FeatureSchema Schema = new(
        [(FeatureNames.Sigma, 1), ("signal", 1), ("copy", 1), ("volatility", 1), ("constant", 1), .. Enumerable.Range(0, 7).Select(i => ($"noise{i}", 1))]);

    private static readonly Pair[] Pairs = [Pair.Parse("EURUSD"), Pair.Parse("USDJPY"), Pair.Parse("GBPUSD"), Pair.Parse("NZDCHF")];

    public static TrainingData Create(int seed = 1, int minutes = 40_000)
    {
        var random = new Random(seed);
        var options = new DatasetOptions { Targets = [Target.Primary, Short] };
        var matrix = new TrainingMatrix(RowLayout.Of(Schema, [.. options.Targets]));
        for (var number = 0; number < minutes; number += options.Stride)
        {
            foreach (var pair in Pairs)
            {
                Add(matrix, pair, number, random);
            }
        }

        var range = new MinuteRange(0, minutes - 1);
        var dataset = new Dataset(
            matrix, options, Digest.Of("planted"u8), minutes, MarketCalendar.CloseOf(0), MarketCalendar.CloseOf(minutes - 1));
        return TrainingData.Prepare(dataset, PurgedSplit.Divide(range, Embargo.For(Target.Primary)));
    }

    private static void Add(TrainingMatrix matrix, Pair pair, int number, Random random)
    {
        var row = new float[Schema.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Gaussian();
        }

        row[0] = 1e-4f * (1 + (float)random.NextDouble());
        row[Copy] = row[Signal] + (0.05f * Gaussian());
        row[Constant] = 7;
        var logRv = -0.3 + (0.4 * row[Volatility]) + (0.2 * Gaussian()) + Math.Log(row[0] * Math.Sqrt(60));
        var martingale = 0.01f * Gaussian();
        var labels = new TargetValues[]
        {
            new(Residual(Target.Primary), 0, 0.5f * martingale), new(martingale + Residual(Short), martingale, 0.5f * martingale),
        };
        var past = new HarInputs(-9 + Gaussian(), -9 + Gaussian(), -9 + Gaussian(), -9 + Gaussian());
        matrix.Add(
            new Sample(pair, MarketCalendar.CloseOf(number), number, row[0], 0, labels[0].Label, (float)logRv, 0, past), labels, row);

        float Residual(Target target) =>
            (float)(((0.5 * row[Signal]) + (Math.Sqrt(0.75) * Gaussian())) * row[0] * Math.Sqrt(Martingale.ErrorVariance(target)));

        float Gaussian() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
