using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 19 for one pair.</summary>
internal sealed class LongerBarState(PairSeries series) : PairState
{
    private const int Count = 2 * LongerBarFeatures.Count;

    private readonly LongerBarFeatures _shorter = new(series, LongerBarFamily.Lengths[0]);
    private readonly LongerBarFeatures _longer = new(series, LongerBarFamily.Lengths[1]);

    // As of the last complete bars.
    private readonly float[] _values = new float[Count];

    public override void Advance()
    {
        var minute = LongerBar.OfMinute(series, 0);
        var number = series.Number;
        _shorter.Advance(minute, (number / 5, number % 5), _values);
        _longer.Advance(minute, (number / 15, number % 15), _values.AsSpan(LongerBarFeatures.Count));
    }

    // Two halves that overlap.
    public override void Write(Span<float> values)
    {
        var overlap = Count - Vector512<float>.Count;
        Vector512.Create<float>(_values.AsSpan(overlap)).CopyTo(values[overlap..]);
        Vector512.Create<float>(_values).CopyTo(values);
    }

    public override void Reset()
    {
        Array.Clear(_values);
        _shorter.Reset();
        _longer.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _shorter.Save(writer);
        _longer.Save(writer);
        foreach (var value in _values)
        {
            writer.Write(value);
        }
    }

    public override void Load(ref SnapshotReader reader)
    {
        _shorter.Load(ref reader);
        _longer.Load(ref reader);
        foreach (ref var value in _values.AsSpan())
        {
            value = reader.ReadSingle();
        }
    }
}
