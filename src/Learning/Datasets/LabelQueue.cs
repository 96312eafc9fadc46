using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Rows that wait for their labels. A row of minute t gets all of them when the segment reaches t + the longest horizon; what still
/// waits when the segment ends is dropped.
/// </summary>
internal sealed class LabelQueue(TrainingMatrix matrix, DatasetOptions options)
{
    private readonly PriceHistory[] _prices = [.. Pair.All.Select(_ => new PriceHistory())];
    private readonly Queue<(Sample Sample, TargetValues[] Targets, float[] Features)> _waiting = new();
    private readonly ImmutableArray<Target> _targets = options.Targets;
    private readonly Target _primary = options.Target;
    private readonly int _wait = LongestHorizon(options);

    /// <summary>Minutes a pair must have before its rows are taken: those of the longest HAR window.</summary>
    public static int NeededHistory => HarInputs.Windows[^1] + 1;

    /// <summary>Minutes before the last one that labels look at: the longest horizon and window, whichever way they are combined.</summary>
    public static int Reach(DatasetOptions options)
    {
        var wait = LongestHorizon(options);
        return options.Targets.Max(target => Math.Max(wait, wait - target.Horizon.Minutes + target.Window.Minutes));
    }

    /// <summary>Minutes that a pair has.</summary>
    public int HistoryOf(Pair pair) => _prices[pair.Index].Count;

    /// <summary>The segment ended.</summary>
    public void Reset()
    {
        _waiting.Clear();
        foreach (var prices in _prices)
        {
            prices.Reset();
        }
    }

    /// <summary>A minute passed: labels the rows that wait for it.</summary>
    /// <param name="number">Its number: 1 more than the last, unless the segment is new.</param>
    /// <param name="ticks">Last close by pair; 0 where there is none yet.</param>
    public void Advance(int number, ReadOnlySpan<int> ticks)
    {
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            _prices[pair].Add(ticks[pair]);
        }

        while (_waiting.TryPeek(out var row) && row.Sample.Number + _wait <= number)
        {
            _waiting.Dequeue();
            Label(row.Sample.Pair, row.Targets);
            matrix.Add(Label(row.Sample, row.Targets), row.Targets, row.Features);
        }
    }

    /// <summary>Puts in a row of the current minute.</summary>
    /// <param name="pair">Its pair.</param>
    /// <param name="close">Its close.</param>
    /// <param name="number">Number of that minute.</param>
    /// <param name="sigma">σ̂ at that minute.</param>
    /// <param name="martingales">Martingale forecast of each target.</param>
    /// <param name="features">The features by all graphs, as they are kept.</param>
    public void Enqueue(Pair pair, Minute close, int number, float sigma, ReadOnlySpan<float> martingales, float[] features)
    {
        var prices = _prices[pair.Index];
        var targets = new TargetValues[_targets.Length];
        for (var k = 0; k < targets.Length; k++)
        {
            targets[k] = new TargetValues(0, martingales[k], (float)prices.Bqx(_targets[k].Window.Minutes));
        }

        var sample = new Sample(pair, close, number, sigma, martingales[_targets.IndexOf(_primary)], 0, 0, 0, Har(prices));
        _waiting.Enqueue((sample, targets, features));
    }

    private static int LongestHorizon(DatasetOptions options) => options.Targets.Max(target => target.Horizon.Minutes);

    private void Label(Pair pair, TargetValues[] targets)
    {
        var prices = _prices[pair.Index];
        for (var k = 0; k < targets.Length; k++)
        {
            var target = _targets[k];
            targets[k] = targets[k] with { Label = (float)prices.Bqx(target.Window.Minutes, _wait - target.Horizon.Minutes) };
        }
    }

    private Sample Label(in Sample sample, TargetValues[] targets)
    {
        var prices = _prices[sample.Pair.Index];
        var horizon = _primary.Horizon.Minutes;
        return sample with
        {
            Bqx = targets[_targets.IndexOf(_primary)].Label,
            LogRv = (float)prices.LogVolatility(horizon, _wait - horizon),
            Return = (float)prices.LogReturn(horizon, _wait - horizon),
        };
    }

    private static HarInputs Har(PriceHistory prices)
    {
        return new HarInputs(Past(0), Past(1), Past(2), Past(3));

        float Past(int index)
        {
            var minutes = HarInputs.Windows[index];
            return (float)(prices.LogVolatility(minutes) - (0.5 * Math.Log(minutes)));
        }
    }
}
