using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Predictions;

namespace Bqx.Server.Quality;

/// <summary>Sets the predictions of one label beside what came of them. Used by the pipeline's thread alone.</summary>
internal sealed class LabelQuality(Target target, FeatureSchema schema)
{
    private static readonly ImmutableArray<int> Lengths = [60, MarketCalendar.MinutesPerDay, MarketCalendar.MinutesPerWeek];

    private readonly int _outcome = schema.IndexOf(FeatureNames.Bqx(target.Window));
    private readonly double _root = Math.Sqrt(Martingale.ErrorVariance(target));
    private readonly QualityRing _ring = new(Lengths[^1]);
    private readonly ImmutableArray<QualityWindow> _windows = [.. Lengths.Select(minutes => new QualityWindow(minutes))];
    private int _last;

    /// <summary>What is predicted.</summary>
    public Target Target => target;

    /// <summary>Takes in the outcomes that are known with a frame.</summary>
    /// <param name="number">Number of the frame's market minute; not before the one of the last call. The same again replaces.</param>
    /// <param name="frame">The features.</param>
    /// <param name="published">What was predicted for that minute; null where nothing was.</param>
    public void Settle(int number, FeatureFrame frame, PublishedModel? published)
    {
        if (number > _last)
        {
            foreach (var window in _windows)
            {
                window.Advance(_last, number, _ring);
            }

            _last = number;
        }

        var samples = _ring.Open(number);
        foreach (var pair in Pair.All)
        {
            ref var sample = ref samples[pair.Index];
            Add(pair, sample, -1);
            sample = published?.ByPair[pair.Index] is { } prediction ? Judge(prediction, frame) : null;
            Add(pair, sample, 1);
        }
    }

    public QualitySnapshot ToSnapshot() => new(target, [.. _windows.Select(window => window.ToFigures())]);

    private void Add(Pair pair, QualitySample? sample, int sign)
    {
        if (sample is not { } value)
        {
            return;
        }

        foreach (var window in _windows)
        {
            window.Add(pair.Index, value, sign);
        }
    }

    private QualitySample? Judge(PairPrediction prediction, FeatureFrame frame)
    {
        var status = frame.Status(prediction.Pair);
        var counts = prediction.Target == target
            && !prediction.Flags.HasFlag(PredictionFlags.Stale)
            && status.IsComplete
            && !status.Flags.HasFlag(VectorFlags.Stale);
        if (!counts)
        {
            return null;
        }

        double outcome = frame.Row(prediction.Pair).Span[_outcome];
        var unit = prediction.Sigma * _root;
        var halfHits = prediction.Bqx == 0 || outcome == 0 ? 1 : prediction.Bqx > 0 == outcome > 0 ? 2 : 0;
        return new QualitySample(
            (float)((prediction.Bqx - outcome) / unit),
            (float)((prediction.MartingaleBqx - outcome) / unit),
            (byte)halfHits,
            prediction.BqxInterval.Low <= outcome && outcome <= prediction.BqxInterval.High);
    }
}
