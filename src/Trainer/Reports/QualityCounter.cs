using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.Reports;

/// <summary>Counts what is missing of one pair, minute by minute.</summary>
internal sealed class QualityCounter(Pair pair)
{
    private long _bars;
    private long _filled;
    private long _stale;
    private int _gap;
    private int _longestGap;
    private long _vectors;
    private long _incomplete;

    /// <summary>Takes in the pair's status after a minute of a segment.</summary>
    public void Add(FeatureStatus status)
    {
        if (status.History == 0)
        {
            return;
        }

        var filled = status.Flags.HasFlag(VectorFlags.Filled);
        _bars += filled ? 0 : 1;
        _filled += filled ? 1 : 0;
        _stale += status.Flags.HasFlag(VectorFlags.Stale) ? 1 : 0;
        _gap = filled ? _gap + 1 : 0;
        _longestGap = Math.Max(_longestGap, _gap);
        _vectors += status.IsComplete ? 1 : 0;
        _incomplete += status.IsComplete ? 0 : 1;
    }

    public PairQuality Result => new(pair, _bars, _filled, _stale, _longestGap, _vectors, _incomplete);
}
