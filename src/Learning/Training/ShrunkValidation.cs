using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Runtime;

namespace Bqx.Learning.Training;

/// <summary>Judges a network with three heads on the validation block by the weighted sum of its losses, that of BQX after shrinkage.</summary>
internal sealed class ShrunkValidation(TrainingData data, VolatilityScale scale) : IValidator
{
    private readonly MultitaskSource _source = new(data, data.Validation, scale);
    private readonly MultitaskOptions _shape = new();
    private readonly int[] _rows = [.. Enumerable.Range(0, data.Validation.Count)];

    public double Validate(FittedNetwork candidate) => Judge(candidate).Loss;

    public ValidationResult Judge(FittedNetwork candidate)
    {
        var (volatility, classes) = (0.0, 0.0);
        var shrinkage = new Shrinkage(data.Dataset.Options);
        using var session = NetworkSession.Open(candidate, new RuntimeOptions());
        session.Run(_source, _rows, (first, count, outputs) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = data.Validation.First + first + i;
                var target = data.TargetOf(row);
                shrinkage.Add(data.Matrix[row].Number, target.Residual, outputs[0][i]);
                volatility += Square(scale.Standardise(target.Volatility) - outputs[1][i]);
                classes += CrossEntropy(outputs[2].AsSpan(i * RegimeProbabilities.Count, RegimeProbabilities.Count), target.Class);
            }
        });

        var weights = _shape.LossWeights;
        var factor = shrinkage.Factor();
        var loss = (weights[0] * shrinkage.SquaredError(factor)) + (weights[1] * volatility) + (weights[2] * classes);
        return new ValidationResult(loss / _rows.Length, factor);
    }

    private static double Square(double value) => value * value;

    private static double CrossEntropy(ReadOnlySpan<float> logits, int actual)
    {
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - logits[actual]);
        }

        return Math.Log(sum);
    }
}
