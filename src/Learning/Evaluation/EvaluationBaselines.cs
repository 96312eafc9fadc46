using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Evaluation;

/// <summary>What figures are set beside, fitted on the training block: HAR for volatility, class frequencies for regimes.</summary>
public sealed record EvaluationBaselines(HarBaseline Har, double[] ClassFrequencies)
{
    /// <summary>Fits them.</summary>
    public static EvaluationBaselines Fit(TrainingData data)
    {
        var counts = new double[RegimeProbabilities.Count];
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            counts[RegimeClasses.Of(StandardTarget.Z(data.Matrix[row], data.Target))]++;
        }

        return new EvaluationBaselines(
            HarBaseline.Fit(data.Matrix, data.Train),
            Array.ConvertAll(counts, count => count / data.Train.Count));
    }
}
