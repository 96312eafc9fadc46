using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>Frequencies of the regime classes by pair; one of each is added, so that none is impossible.</summary>
internal sealed class Climatology
{
    private readonly double[][] _frequencies;

    private Climatology(double[][] frequencies) => _frequencies = frequencies;

    public static Climatology Fit(TrainingData data)
    {
        double[][] counts = [.. Pair.All.Select(_ => Enumerable.Repeat(1.0, RegimeProbabilities.Count).ToArray())];
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            counts[data.Matrix[row].Pair.Index][data.TargetOf(row).Class]++;
        }

        return new Climatology([.. counts.Select(classes => Array.ConvertAll(classes, count => count / classes.Sum()))]);
    }

    public ModelForecasts Forecast(TrainingData data, RowRange rows) => new()
    {
        Model = "climatology",
        Regime = [.. Enumerable.Range(rows.First, rows.Count)
            .SelectMany(row => _frequencies[data.Matrix[row].Pair.Index], (_, frequency) => (float)frequency)],
    };
}
