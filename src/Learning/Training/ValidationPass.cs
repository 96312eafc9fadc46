using Bqx.Core;
using Bqx.Learning.Neural;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Training;

/// <summary>Runs the current parameters of a training over the validation block.</summary>
internal sealed class ValidationPass : IDisposable
{
    private const int BatchRows = 2048;
    private readonly TrainingData _data;
    private readonly VolatilityScale _scale;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    public ValidationPass(MlpLayout layout, TrainingData data, VolatilityScale scale)
    {
        (_data, _scale) = (data, scale);
        using var options = StepSession.OneThread();
        _session = new InferenceSession(MultitaskStep.WriteForward(layout), options);
    }

    public ValidationResult Run(StepSession parameters)
    {
        var sums = default(Sums);
        var shrinkage = new Shrinkage(_data.Dataset.Options);
        for (var row = _data.Validation.First; row < _data.Validation.End; row += BatchRows)
        {
            RunBatch(parameters, row, Math.Min(BatchRows, _data.Validation.End - row), shrinkage, ref sums);
        }

        var weights = MultitaskStep.LossWeights;
        var factor = shrinkage.Factor();
        var loss = (weights[0] * shrinkage.SquaredError(factor)) + (weights[1] * sums.Volatility) + (weights[2] * sums.Classes);
        return new ValidationResult(loss / _data.Validation.Count, factor);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void RunBatch(StepSession parameters, int first, int rows, Shrinkage shrinkage, ref Sums sums)
    {
        var columns = _data.Matrix.Columns;
        using var features = new BoundTensor(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            _data.ReadScaled(first + i, features.Values.AsSpan(i * columns));
        }

        var inputs = parameters.Parameters.ToDictionary(p => p.Name, p => p.Value.Tensor, StringComparer.Ordinal);
        inputs[MultitaskStep.Features] = features.Tensor;
        using var results = _session.Run(
            _run, inputs, [MultitaskStep.ResidualOutput, MultitaskStep.VolatilityOutput, MultitaskStep.LogitsOutput]);
        var residual = results[0].GetTensorDataAsSpan<float>();
        var volatility = results[1].GetTensorDataAsSpan<float>();
        var logits = results[2].GetTensorDataAsSpan<float>();
        for (var i = 0; i < rows; i++)
        {
            var target = _data.TargetOf(first + i);
            sums.Volatility += Square(_scale.Standardise(target.Volatility) - volatility[i]);
            sums.Classes += CrossEntropy(logits.Slice(i * RegimeProbabilities.Count, RegimeProbabilities.Count), target.Class);
            shrinkage.Add(_data.Matrix[first + i].Number, target.Residual, residual[i]);
        }
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

    private struct Sums
    {
        public double Volatility;
        public double Classes;
    }
}
