using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Predictions;

/// <summary>Runs a model on whole frames. Used by the pipeline's thread alone: the rows of a lead-lag graph of its own are kept.</summary>
internal sealed class PredictionBuilder
{
    private readonly LoadedModel _model;
    private readonly PredictionComposer _composer;

    // The rows of the model's own lead-lag graph; null where that is the default one, whose rows the frame has.
    private readonly float[]? _rows;

    public PredictionBuilder(LoadedModel model, FeatureSchema schema, SignalRule signals)
    {
        _model = model;
        _composer = new PredictionComposer(model, schema, signals);
        _rows = model.Graph.Digest == LeadLagGraph.Default.Digest ? null : new float[Pair.Count * schema.Count];
    }

    /// <summary>The model that predicts.</summary>
    public ModelId Model => _model.Id;

    /// <summary>The lead-lag graph that its rows are made with.</summary>
    public LeadLagGraph Graph => _model.Graph;

    /// <summary>Runs the model on a frame in one batch.</summary>
    /// <returns>A prediction by pair index; null for pairs whose features are incomplete.</returns>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>.</exception>
    public PairPrediction?[] Predict(FeatureFrame frame, PredictionFlags extra, DateTimeOffset publishedAt)
    {
        var outputs = new ModelOutput[Pair.Count];
        if (!_model.TryPredict(Rows(frame), Pair.All.AsSpan(), outputs))
        {
            throw new FaultException(Fault.ModelFailed, $"{_model.Id} has been freed.");
        }

        CheckFinite(outputs, frame);
        var predictions = new PairPrediction?[Pair.Count];
        foreach (var pair in Pair.All)
        {
            if (frame.Status(pair).IsComplete)
            {
                predictions[pair.Index] = Build(pair, frame, outputs[pair.Index], extra, publishedAt);
            }
        }

        return predictions;
    }

    // A plug-in need not have looked.
    private static void CheckFinite(ModelOutput[] outputs, FeatureFrame frame)
    {
        foreach (var pair in Pair.All)
        {
            foreach (var value in ModelOutput.Numbers(outputs.AsSpan(pair.Index, 1)))
            {
                if (!float.IsFinite(value) && frame.Status(pair).IsComplete)
                {
                    throw new FaultException(Fault.ModelFailed, $"The model gives {value} for {pair}: finite values are needed.")
                    {
                        IsNotFinite = true,
                    };
                }
            }
        }
    }

    private ReadOnlyMemory<float> Rows(FeatureFrame frame)
    {
        if (_rows is null)
        {
            return frame.Values;
        }

        frame.CopyTo(_rows, _model.Graph);
        return _rows;
    }

    private PairPrediction Build(
        Pair pair, FeatureFrame frame, in ModelOutput output, PredictionFlags extra, DateTimeOffset publishedAt) => _composer.Compose(
        pair, (frame.Close, frame.Price(pair)), frame.Row(pair).Span, output, extra | FlagsOf(frame.Status(pair).Flags), publishedAt);

    private static PredictionFlags FlagsOf(VectorFlags flags) =>
        (flags.HasFlag(VectorFlags.Filled) ? PredictionFlags.Filled : PredictionFlags.None)
        | (flags.HasFlag(VectorFlags.Stale) ? PredictionFlags.Stale : PredictionFlags.None)
        | (flags.HasFlag(VectorFlags.Repaired) ? PredictionFlags.Repaired : PredictionFlags.None);
}
