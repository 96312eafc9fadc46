using System.Buffers;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Server.Pipeline;

/// <summary>
/// The engine with its recent past: checkpoints every hour, and the bars since, so that a late or corrected bar leads to the very bits that
/// it would have led to in time. Not thread-safe: the pipeline's thread alone uses it.
/// </summary>
internal sealed class FeatureTimeline(FeatureEngine initial)
{
    /// <summary>Market minutes between two checkpoints.</summary>
    public const int CheckpointEvery = 60;

    private const int MaxCheckpoints = BarHistory.Capacity / CheckpointEvery;

    private FeatureEngine _engine = initial;
    private BarHistory _history = new();

    // Ascending by close.
    private List<(Minute Close, byte[] State)> _checkpoints = [];
    private int _sinceCheckpoint = CheckpointEvery;

    /// <summary>The engine, for reading.</summary>
    public FeatureEngine Engine => _engine;

    /// <summary>Whether a bar is the very one that has been taken in.</summary>
    public bool Has(in Bar bar) => _history.Find(bar.Pair, bar.Close) is { } known && known with { Flags = bar.Flags } == bar;

    /// <summary>Whether another bar of the pair and minute has been taken in.</summary>
    public bool HasOther(in Bar bar) => _history.Find(bar.Pair, bar.Close) is { } known && known with { Flags = bar.Flags } != bar;

    /// <summary>Takes in a completed minute.</summary>
    /// <param name="minute">Later than every minute before.</param>
    /// <param name="keepCheckpoints">False for minutes so far back that no late bar is expected of them.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: nothing has been taken in.</exception>
    public void Advance(MinuteBars minute, bool keepCheckpoints = true)
    {
        _engine.Advance(minute.Close, minute.Bars.Span);
        _history.Append(minute);
        if (keepCheckpoints)
        {
            KeepCheckpoint(minute.Close);
        }
    }

    /// <summary>Continues from a stored snapshot, before anything has been taken in.</summary>
    /// <exception cref="FaultException">It is damaged or of another catalogue; nothing has changed.</exception>
    public void Load(ReadOnlySpan<byte> state) => _engine.Load(state);

    /// <summary>
    /// Becomes another timeline, which was built beside this one, with the minutes that this one has taken in since. The other is not to be
    /// used any more.
    /// </summary>
    public void Adopt(FeatureTimeline other)
    {
        foreach (var minute in _history.After(other.Engine.Close ?? new Minute(int.MinValue)).ToList())
        {
            other.Advance(minute);
        }

        (_engine, _history, _checkpoints, _sinceCheckpoint) = (other._engine, other._history, other._checkpoints, other._sinceCheckpoint);
    }

    /// <summary>Snapshot of the engine as it is.</summary>
    public byte[] Save()
    {
        var buffer = new ArrayBufferWriter<byte>();
        _engine.Save(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Puts late bars in their places and computes again what follows. False, and nothing changed, when that lies too far back.</summary>
    public bool TryRepair(IReadOnlyList<Bar> late)
    {
        var earliest = late.Min(bar => bar.Close);
        var start = _checkpoints.FindLastIndex(checkpoint => checkpoint.Close < earliest);
        if (start < 0)
        {
            return false;
        }

        foreach (var bar in late)
        {
            _history.TryPut(bar);
        }

        var (close, state) = _checkpoints[start];
        _checkpoints.RemoveRange(start + 1, _checkpoints.Count - start - 1);
        _sinceCheckpoint = 0;
        _engine.Load(state);
        foreach (var minute in _history.After(close).ToList())
        {
            _engine.Advance(minute.Close, minute.Bars.Span);
            KeepCheckpoint(minute.Close);
        }

        return true;
    }

    private void KeepCheckpoint(Minute close)
    {
        if (++_sinceCheckpoint <= CheckpointEvery)
        {
            return;
        }

        _sinceCheckpoint = 1;
        _checkpoints.Add((close, Save()));
        if (_checkpoints.Count > MaxCheckpoints)
        {
            _checkpoints.RemoveAt(0);
        }
    }
}
