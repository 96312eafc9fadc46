using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>An engine that turns days of bars into results.</summary>
internal sealed class DayReplayer
{
    private readonly FeatureEngine _engine = new();
    private readonly ArrayBufferWriter<byte> _snapshot = new();
    private readonly float[] _vector = new float[FeatureCatalogue.Schema.Count];
    private readonly Bar[] _reversed = new Bar[Pair.Count];

    /// <summary>The engine's snapshot after the last day; empty before the first.</summary>
    public ReadOnlyMemory<byte> Snapshot => _snapshot.WrittenMemory;

    /// <summary>Goes on with a day.</summary>
    public DayResult Continue(IReadOnlyList<MinuteBars> minutes) => Compute(minutes, reversed: false);

    /// <summary>Computes a day of the stream by itself, from the snapshot before it, each minute's bars in reverse order.</summary>
    public DayResult Repeat(ReplayDay day)
    {
        Restore(day.Before.Span);
        return Compute(day.Minutes, reversed: true);
    }

    private void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.IsEmpty)
        {
            _engine.Reset();
        }
        else
        {
            _engine.Load(snapshot);
        }
    }

    private DayResult Compute(IReadOnlyList<MinuteBars> minutes, bool reversed)
    {
        using var values = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var vectors = 0L;
        foreach (var minute in minutes)
        {
            _engine.Advance(minute.Close, reversed ? Reversed(minute.Bars.Span) : minute.Bars.Span);
            vectors += Append(values);
        }

        _snapshot.ResetWrittenCount();
        _engine.Save(_snapshot);
        return new DayResult(vectors, new Digest(values.GetHashAndReset()), Digest.Of(_snapshot.WrittenSpan));
    }

    private ReadOnlySpan<Bar> Reversed(ReadOnlySpan<Bar> bars)
    {
        var reversed = _reversed.AsSpan(0, bars.Length);
        bars.CopyTo(reversed);
        reversed.Reverse();
        return reversed;
    }

    private int Append(IncrementalHash values)
    {
        var vectors = 0;
        foreach (var pair in Pair.All)
        {
            if (_engine.TryRead(pair, _vector))
            {
                values.AppendData(MemoryMarshal.AsBytes<float>(_vector));
                vectors++;
            }
        }

        return vectors;
    }
}
