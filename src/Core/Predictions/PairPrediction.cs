using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>The prediction for one pair as of one bar close. Immutable.</summary>
public sealed record PairPrediction
{
    public required Pair Pair { get; init; }

    /// <summary>Close of the bar it is as of.</summary>
    public required Minute Close { get; init; }

    /// <summary>Close price of that bar, in units of the quote currency.</summary>
    public required double Price { get; init; }

    public required Target Target { get; init; }

    /// <summary>Forecast of BQX at the horizon, raw units.</summary>
    public required double Bqx { get; init; }

    /// <summary>The martingale's forecast of the same, raw units: the benchmark.</summary>
    public required double MartingaleBqx { get; init; }

    public required Interval BqxInterval { get; init; }

    /// <summary>Forecast of the log of realised volatility until the horizon.</summary>
    public required double LogRv { get; init; }

    public required Interval LogRvInterval { get; init; }

    public required RegimeProbabilities Regime { get; init; }

    /// <summary>Whether forecast volatility lies in the top decile of training.</summary>
    public required bool HighVol { get; init; }

    /// <summary>σ̂ of the pair at the close, log return a minute.</summary>
    public required double Sigma { get; init; }

    /// <summary>Expected return of the price until the horizon.</summary>
    public required double ExpectedReturn { get; init; }

    public required Signal Signal { get; init; }

    /// <summary>The absolute expected return above which the signal is not HOLD.</summary>
    public required double SignalThreshold { get; init; }

    public required SignalOrientation Orientation { get; init; }

    public required ModelId Model { get; init; }

    /// <summary>Digest of the model's package.</summary>
    public required Digest ModelDigest { get; init; }

    /// <summary>Fingerprint of the features it was made from.</summary>
    public required Digest FeatureFingerprint { get; init; }

    public required PredictionFlags Flags { get; init; }

    /// <summary>
    /// Sisters whose volatility over the last 60 minutes differs: the pair's in units of theirs, above 1.5 or below
    /// 1/1.5. By slot.
    /// </summary>
    public ImmutableArray<SisterReading> Divergence { get; init; } = [];

    /// <summary>Sisters with which the correlation has drifted: change of atanh ρ within 60 minutes. By slot.</summary>
    public ImmutableArray<SisterReading> Decoupling { get; init; } = [];

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}
