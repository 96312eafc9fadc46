using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

/// <summary>
/// Rows of a few features with a known law: u = <see cref="Residual"/>·signal + noise of deviation 1 for every target, v = ½·calm − ¼·calm² + noise
/// of deviation 0.2, other features noise.
/// </summary>
internal static class PlantedRows
{
    public const int Features = 6;
    public const int PairCount = 3;
    public const int Stride = 5;
    private const double Sigma = 2e-4;

    private static readonly FeatureSchema Schema = new(
        [(FeatureNames.Sigma, 1), ("signal", 1), ("calm", 1), ("noise_a", 1), ("noise_b", 1), ("noise_c", 1)]);

    /// <summary>Four weeks of three pairs.</summary>
    /// <param name="residual">Strength of the signal in u.</param>
    /// <param name="targets">What is predicted; the primary target alone when empty.</param>
    public static TrainingData Build(double residual, params ImmutableArray<Target> targets)
    {
        targets = targets.IsEmpty ? [Target.Primary] : targets;
        var matrix = new TrainingMatrix(RowLayout.Of(Schema, targets));
        var random = new Random(11);
        var (first, last) = (1_000_000, 1_000_000 + (4 * 7200));
        for (var number = first; number < last; number += Stride)
        {
            for (var pair = 0; pair < PairCount; pair++)
            {
                Add(matrix, Pair.All[pair * 7], number, residual, random);
            }
        }

        var options = new DatasetOptions { Targets = targets, Stride = Stride };
        var dataset = new Dataset(matrix, options, Digest.Of("planted"u8), 0, MarketCalendar.CloseOf(first), MarketCalendar.CloseOf(last));
        return TrainingData.Prepare(dataset, PurgedSplit.Divide(new MinuteRange(first, last - 1), Embargo.For(Target.Primary)));
    }

    /// <summary>The part of v that can be known.</summary>
    public static double Volatility(double calm) => (0.5 * calm) - (0.25 * calm * calm);

    private static void Add(TrainingMatrix matrix, Pair pair, int number, double residual, Random random)
    {
        float[] features = [(float)Sigma, .. Enumerable.Range(1, Features - 1).Select(_ => (float)Gaussian(random))];
        var values = new TargetValues[matrix.Targets.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var scale = Sigma * Math.Sqrt(Martingale.ErrorVariance(matrix.Targets[i]));
            values[i] = new TargetValues((float)(((residual * features[1]) + Gaussian(random)) * scale), 0, 0);
        }

        var v = Volatility(features[2]) + (0.2 * Gaussian(random));
        var primary = values[Math.Max(0, matrix.Targets.IndexOf(Target.Primary))].Label;
        var logRv = (float)(v + Math.Log(Sigma * Math.Sqrt(60)));
        matrix.Add(
            new Sample(pair, MarketCalendar.CloseOf(number), number, (float)Sigma, 0, primary, logRv, 0, default), values, features);
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
