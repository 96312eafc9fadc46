using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Predictions;

/// <summary>
/// Turns what a model says of a row into a prediction: intervals from its conformal quantiles, martingale forecast from the features, signal.
/// The BQX interval is forecast ± q·σ̂·√V, that of log RV forecast ± q. Safe for any thread.
/// </summary>
internal sealed class PredictionComposer
{
    private readonly SignalRule _signals;
    private readonly Digest _fingerprint;
    private readonly int _sigma;
    private readonly int? _martingale;
    private readonly double _root;
    private readonly SisterEvents _sisters;

    public PredictionComposer(LoadedModel model, FeatureSchema schema, SignalRule signals)
    {
        Model = model;
        _fingerprint = model.Graph.FingerprintOf(schema);
        _signals = signals;
        _sigma = schema.IndexOf(FeatureNames.Sigma);
        _martingale = Martingale.ForecastWindow(model.Target) is { } window ? schema.IndexOf(FeatureNames.Bqx(window)) : null;
        _sisters = new SisterEvents(schema);
        _root = Math.Sqrt(Martingale.ErrorVariance(model.Target));
    }

    /// <summary>The model that predicts.</summary>
    public LoadedModel Model { get; }

    /// <summary>The prediction for one row.</summary>
    /// <param name="pair">Its pair.</param>
    /// <param name="bar">Close and close price of the bar that the row is as of.</param>
    /// <param name="features">The row.</param>
    /// <param name="output">What the model says of it.</param>
    /// <param name="flags">What the reader should know.</param>
    /// <param name="publishedAt">Now.</param>
    public PairPrediction Compose(
        Pair pair,
        (Minute Close, double Price) bar,
        ReadOnlySpan<float> features,
        in ModelOutput output,
        PredictionFlags flags,
        DateTimeOffset publishedAt)
    {
        var calibration = Model.CalibrationOf(pair);
        var decision = _signals.Decide(pair, bar.Close, bar.Price, output.Bqx, calibration.ReturnSlope[pair.Name]);
        return new PairPrediction
        {
            Pair = pair,
            Close = bar.Close,
            Price = bar.Price,
            Target = Model.Target,
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
            Model = Model.Id,
            ModelDigest = Model.Digest,
            FeatureFingerprint = _fingerprint,
            Flags = flags,
            Divergence = _sisters.Divergence(pair, features),
            Decoupling = _sisters.Decoupling(pair, features),
            PublishedAt = publishedAt,
        };

        Interval Around(double centre, double width) => new(calibration.Level, centre - width, centre + width);
    }
}
