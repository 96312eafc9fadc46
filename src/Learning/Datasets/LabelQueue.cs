using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Rows that wait for their label. A row of minute t gets it when the segment reaches t + h; what still waits when the segment ends is
/// dropped.
/// </summary>
internal sealed class LabelQueue(TrainingMatrix matrix, Target target)
{
    private readonly PriceHistory[] _prices = [.. Pair.All.Select(_ => new PriceHistory())];
    private readonly Queue<(Sample Sample, float[] Features)> _waiting = new();

    /// <summary>Minutes a pair must have before its rows are taken: those of the longest HAR window.</summary>
    public static int NeededHistory => HarInputs.Windows[^1] + 1;

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

        while (_waiting.TryPeek(out var row) && row.Sample.Number + target.Horizon.Minutes <= number)
        {
            _waiting.Dequeue();
            matrix.Add(Label(row.Sample), row.Features);
        }
    }

    /// <summary>Puts in a row of the current minute.</summary>
    public void Enqueue(Pair pair, Minute close, int number, float sigma, float martingale, float[] features) =>
        _waiting.Enqueue((new Sample(pair, close, number, sigma, martingale, 0, 0, 0, Har(_prices[pair.Index])), features));

    private Sample Label(in Sample sample)
    {
        var prices = _prices[sample.Pair.Index];
        var horizon = target.Horizon.Minutes;
        return sample with
        {
            Bqx = (float)prices.Bqx(target.Window.Minutes),
            LogRv = (float)prices.LogVolatility(horizon),
            Return = (float)prices.LogReturn(horizon),
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
