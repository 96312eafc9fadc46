using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Predictions;

/// <summary>
/// Turns a model's raw outputs into predictions: intervals from its conformal quantiles, martingale forecast from the features, signal.
/// The BQX interval is forecast ± q·σ̂·√V, that of log RV forecast ± q.
/// </summary>
internal sealed class PredictionBuilder
{
    private readonly LoadedModel _model;
    private readonly SignalRule _signals;
    private readonly Digest _fingerprint;
    private readonly int _sigma;
    private readonly int? _martingale;
    private readonly double _root;

    // The rows of the model's own lead-lag graph; null where that is the default one, whose rows the frame has.
    private readonly float[]? _rows;

    public PredictionBuilder(LoadedModel model, FeatureSchema schema, SignalRule signals)
    {
        _model = model;
        _fingerprint = model.Graph.FingerprintOf(schema);
        _signals = signals;
        _sigma = schema.IndexOf(FeatureNames.Sigma);
        _martingale = Martingale.ForecastWindow(model.Target) is { } window ? schema.IndexOf(FeatureNames.Bqx(window)) : null;
        _root = Math.Sqrt(Martingale.ErrorVariance(model.Target));
        _rows = model.Graph.Digest == LeadLagGraph.Default.Digest ? null : new float[Pair.Count * schema.Count];
    }

    /// <summary>The model that predicts.</summary>
    public ModelId Model => _model.Id;

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
        Pair pair, FeatureFrame frame, in ModelOutput output, PredictionFlags extra, DateTimeOffset publishedAt)
    {
        var features = frame.Row(pair).Span;
        var calibration = _model.CalibrationOf(pair);
        var flags = extra | FlagsOf(frame.Status(pair).Flags);
        var decision = _signals.Decide(pair, frame.Close, frame.Price(pair), output.Bqx, calibration.ReturnSlope[pair.Name]);
        return new PairPrediction
        {
            Pair = pair,
            Close = frame.Close,
            Price = frame.Price(pair),
            Target = _model.Target,
            Bqx = output.Bqx,
            MartingaleBqx = _martingale is { } index ? features[index] : 0,
            BqxInterval = Around(output.Bqx, calibration.BqxQuantile * _root * features[_sigma]),
            LogRv = output.LogRv,
            LogRvInterval = Around(output.LogRv, calibration.LogRvQuantile),
            Regime = output.Regime,
            HighVol = output.LogRv > calibration.HighVolLogRv[pair.Name],
            Sigma = features[_sigma],
            ExpectedReturn = decision.ExpectedReturn,
            Signal = flags.HasFlag(PredictionFlags.Stale) ? Signal.Hold : decision.Signal,
            SignalThreshold = decision.Threshold,
            Orientation = decision.Orientation,
            Model = _model.Id,
            ModelDigest = _model.Digest,
            FeatureFingerprint = _fingerprint,
            Flags = flags,
            PublishedAt = publishedAt,
        };

        Interval Around(double centre, double width) => new(calibration.Level, centre - width, centre + width);
    }

    private static PredictionFlags FlagsOf(VectorFlags flags) =>
        (flags.HasFlag(VectorFlags.Filled) ? PredictionFlags.Filled : PredictionFlags.None)
        | (flags.HasFlag(VectorFlags.Stale) ? PredictionFlags.Stale : PredictionFlags.None)
        | (flags.HasFlag(VectorFlags.Repaired) ? PredictionFlags.Repaired : PredictionFlags.None);
}
