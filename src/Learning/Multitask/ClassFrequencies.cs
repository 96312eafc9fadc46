using Bqx.Core;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>How frequent each regime is in the training block.</summary>
internal static class ClassFrequencies
{
    /// <summary>Natural logarithms; one of each class is added, so that none is of 0.</summary>
    public static double[] Logarithms(TrainingData data)
    {
        var counts = Enumerable.Repeat(1.0, RegimeProbabilities.Count).ToArray();
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            counts[data.TargetOf(row).Class]++;
        }

        var total = counts.Sum();
        return Array.ConvertAll(counts, count => Math.Log(count / total));
    }
}
