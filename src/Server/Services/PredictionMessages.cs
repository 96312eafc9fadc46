using System.Collections.Immutable;
using Bqx.Core;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>Predictions as messages.</summary>
internal static class PredictionMessages
{
    /// <summary>The flags of a prediction and of the contract, in the contract's order.</summary>
    public static readonly ImmutableArray<(PredictionFlags Flag, V1.Flag Message)> Flags =
    [
        (PredictionFlags.Stale, V1.Flag.Stale),
        (PredictionFlags.Filled, V1.Flag.Filled),
        (PredictionFlags.Repaired, V1.Flag.Repaired),
        (PredictionFlags.OutOfDistribution, V1.Flag.OutOfDistribution),
    ];

    public static V1.PairPrediction Of(PairPrediction prediction)
    {
        var message = Scalars(prediction);
        message.Divergence.AddRange(prediction.Divergence.Select(one => new V1.Divergence { Sister = one.Sister.Name, Ratio = one.Value }));
        message.Decoupling.AddRange(prediction.Decoupling.Select(one => new V1.Decoupling { Sister = one.Sister.Name, Drift = one.Value }));
        return message;
    }

    private static V1.PairPrediction Scalars(PairPrediction prediction) => new()
    {
        Pair = prediction.Pair.Name,
        Close = Timestamp.FromDateTimeOffset(prediction.Close.ToDateTimeOffset()),
        Price = prediction.Price,
        Target = Of(prediction.Target),
        Bqx = prediction.Bqx,
        BqxInterval = Of(prediction.BqxInterval),
        MartingaleBqx = prediction.MartingaleBqx,
        LogRv = prediction.LogRv,
        LogRvInterval = Of(prediction.LogRvInterval),
        Regime = Of(prediction.Regime),
        HighVol = prediction.HighVol,
        Sigma = prediction.Sigma,
        ExpectedReturn = prediction.ExpectedReturn,
        Signal = Of(prediction.Signal),
        SignalThreshold = prediction.SignalThreshold,
        Orientation = prediction.Orientation == SignalOrientation.Literal
            ? V1.SignalOrientation.Literal
            : V1.SignalOrientation.Price,
        Model = new V1.ModelVersion
        {
            Name = prediction.Model.Name,
            Version = prediction.Model.Version,
            Digest = prediction.ModelDigest.ToString(),
        },
        FeatureFingerprint = prediction.FeatureFingerprint.ToString(),
        PublishedAt = Timestamp.FromDateTimeOffset(prediction.PublishedAt),
    };

    /// <summary>A prediction of the past with its flags.</summary>
    public static V1.PastPrediction Past(PairPrediction prediction)
    {
        var past = new V1.PastPrediction { Prediction = Of(prediction) };
        AddFlags(past.Flags, prediction.Flags);
        return past;
    }

    /// <summary>Adds the flags that are set, in the order of the enum.</summary>
    public static void AddFlags(Google.Protobuf.Collections.RepeatedField<V1.Flag> list, PredictionFlags flags)
    {
        foreach (var (flag, message) in Flags)
        {
            if ((flags & flag) != PredictionFlags.None)
            {
                list.Add(message);
            }
        }
    }

    public static V1.Target Of(Target target) => new()
    {
        Name = target.ToString(), WindowMinutes = target.Window.Minutes, HorizonMinutes = target.Horizon.Minutes,
    };

    private static V1.Interval Of(Interval interval) => new() { Level = interval.Level, Low = interval.Low, High = interval.High };

    public static V1.RegimeProbabilities Of(RegimeProbabilities regime) => new()
    {
        StrongBear = regime[0],
        Bear = regime[1],
        Neutral = regime[2],
        Bull = regime[3],
        StrongBull = regime[4],
    };

    private static V1.Signal Of(Signal signal) => signal switch
    {
        Signal.Buy => V1.Signal.Buy,
        Signal.Sell => V1.Signal.Sell,
        _ => V1.Signal.Hold,
    };
}
