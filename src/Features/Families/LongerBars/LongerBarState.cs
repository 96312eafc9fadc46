namespace Bqx.Features;

/// <summary>Family 19 for one pair.</summary>
internal sealed class LongerBarState(PairSeries series) : PairState
{
    private readonly LongerBarFeatures[] _lengths =
        [.. LongerBarFamily.Lengths.Select(minutes => new LongerBarFeatures(series, minutes))];

    public override void Advance()
    {
        var minute = LongerBar.OfMinute(series, 0);
        var number = series.Number;
        _lengths[0].Advance(minute, (number / 5, number % 5));
        _lengths[1].Advance(minute, (number / 15, number % 15));
    }

    public override void Write(Span<float> values)
    {
        for (var k = 0; k < _lengths.Length; k++)
        {
            _lengths[k].Write(values[(k * LongerBarFeatures.Count)..]);
        }
    }

    public override void Reset() => Array.ForEach(_lengths, length => length.Reset());

    public override void Save(SnapshotWriter writer) => Array.ForEach(_lengths, length => length.Save(writer));

    public override void Load(ref SnapshotReader reader)
    {
        foreach (var length in _lengths)
        {
            length.Load(ref reader);
        }
    }
}
