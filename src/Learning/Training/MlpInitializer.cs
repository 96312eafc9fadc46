using Bqx.Learning.Neural;

namespace Bqx.Learning.Training;

/// <summary>
/// Initial tensors: He (2015) for the trunk; heads begin at 0, so that the first forecast is the martingale, the mean volatility and
/// the frequency of each class.
/// </summary>
internal static class MlpInitializer
{
    public static void Fill(StepSession session, MlpLayout layout, TrainingData data, int seed)
    {
        var random = new Random(seed);
        var shapes = layout.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
        foreach (var (name, value) in session.Parameters)
        {
            var isTrunkMatrix = shapes[name].Length == 2 && !name.StartsWith("head", StringComparison.Ordinal);
            var deviation = isTrunkMatrix ? Math.Sqrt(2.0 / shapes[name][0]) : 0;
            foreach (ref var element in value.Values.AsSpan())
            {
                element = (float)(deviation * Gaussian(random));
            }
        }

        var frequencies = ClassFrequencies(data);
        var logits = session.Parameters.First(parameter => parameter.Name == MlpLayout.Bias(MlpLayout.Classes)).Value.Values;
        for (var k = 0; k < logits.Length; k++)
        {
            logits[k] = (float)Math.Log(frequencies[k]);
        }
    }

    // One of each class is added, so that no logarithm is of 0.
    private static double[] ClassFrequencies(TrainingData data)
    {
        var classes = Enumerable.Repeat(1.0, Core.RegimeProbabilities.Count).ToArray();
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            classes[data.TargetOf(row).Class]++;
        }

        var total = classes.Sum();
        return Array.ConvertAll(classes, count => count / total);
    }

    // Box and Muller.
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
