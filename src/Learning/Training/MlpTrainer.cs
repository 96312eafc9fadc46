using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Trains the perceptron by mini-batches on ONNX Runtime, keeps the parameters of the best validation loss, and shrinks the BQX head
/// as far towards the martingale as the validation block asks for.
/// </summary>
public sealed class MlpTrainer(MlpOptions options) : IModelTrainer
{
    /// <inheritdoc/>
    public string Name => "mlp";

    /// <inheritdoc/>
    public FittedModel Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var layout = new MlpLayout(data.Matrix.Columns, options.Hidden);
        var batch = Math.Min(options.Batch, data.Train.Count);
        using var session = new StepSession(layout, batch, new AdamOptions { WeightDecay = options.WeightDecay });
        var scale = VolatilityScale.Fit(data);
        using var validation = new ValidationPass(layout, data, scale);
        MlpInitializer.Fill(session, layout, data, options.Seed);

        var order = Enumerable.Range(data.Train.First, data.Train.Count).ToArray();
        var random = new Random(options.Seed + 1);
        var best = Keep(session, validation.Run(session));
        var (epoch, sinceBest, rate) = (0, 0, options.LearningRate);
        while (epoch < options.MaxEpochs && sinceBest < options.Patience)
        {
            random.Shuffle(order);
            RunEpoch(session, data, scale, order, batch, rate, cancellationToken);
            epoch++;
            var result = validation.Run(session);
            if (result.Loss < best.Result.Loss)
            {
                best = Keep(session, result);
                sinceBest = 0;
            }
            else
            {
                sinceBest++;
                rate /= 2;
            }

            progress?.Report(new TrainProgress("fit", (double)epoch / options.MaxEpochs, $"epoch {epoch}, validation loss {result.Loss:0.0000}"));
        }

        Rescale(best.Parameters, MlpLayout.Residual, best.Result.Shrinkage, 0);
        Rescale(best.Parameters, MlpLayout.Volatility, scale.Deviation, scale.Mean);
        return new FittedModel(
            new MlpHeads(layout, best.Parameters),
            [$"{epoch} epochs", $"validation loss {best.Result.Loss:0.0000}", $"{best.Result.Shrinkage:P0} of the BQX forecast believed"]);
    }

    private static void RunEpoch(
        StepSession session, TrainingData data, VolatilityScale scale, int[] order, int batch, double rate, CancellationToken cancellationToken)
    {
        // The last, incomplete batch of a pass is left out; the order differs in the next.
        for (var start = 0; start + batch <= order.Length; start += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Load(session, data, scale, order.AsSpan(start, batch));
            var loss = session.Step(rate);
            if (!float.IsFinite(loss))
            {
                throw new FaultException(Fault.ModelFailed, $"The loss became {loss}: a lower learning rate than {rate} is needed.");
            }
        }
    }

    private static void Load(StepSession session, TrainingData data, VolatilityScale scale, ReadOnlySpan<int> rows)
    {
        Array.Clear(session.Classes);
        for (var i = 0; i < rows.Length; i++)
        {
            data.ReadScaled(rows[i], session.Features.AsSpan(i * data.Matrix.Columns));
            var target = data.TargetOf(rows[i]);
            session.Residuals[i] = target.Residual;
            session.Volatilities[i] = scale.Standardise(target.Volatility);
            session.Classes[(i * RegimeProbabilities.Count) + target.Class] = 1;
        }
    }

    private static (ValidationResult Result, Dictionary<string, float[]> Parameters) Keep(StepSession session, ValidationResult result) =>
        (result, session.Parameters.ToDictionary(p => p.Name, p => p.Value.Values.ToArray(), StringComparer.Ordinal));

    // Makes a linear head answer factor·y + offset instead of y.
    private static void Rescale(Dictionary<string, float[]> parameters, string head, double factor, double offset)
    {
        var (weight, bias) = (MlpLayout.Weight(head), MlpLayout.Bias(head));
        parameters[weight] = Array.ConvertAll(parameters[weight], value => (float)(value * factor));
        parameters[bias] = Array.ConvertAll(parameters[bias], value => (float)((value * factor) + offset));
    }
}
