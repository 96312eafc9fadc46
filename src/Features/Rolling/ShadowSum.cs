namespace Bqx.Features;

/// <summary>
/// Sum of the last W values that are not integers. A second sum restarts whenever the market-minute number is divisible by
/// W and replaces the first when it is full, so that rounding never accumulates over more than 2·W steps.
/// </summary>
internal struct ShadowSum(int window)
{
    private double _sum;
    private double _shadow;

    public readonly double Value => _sum;

    /// <param name="phase">The value's market-minute number modulo W.</param>
    /// <param name="entering">The new value.</param>
    /// <param name="leaving">The value of W minutes ago, 0 where there was none.</param>
    public void Slide(int phase, double entering, double leaving)
    {
        _shadow = phase == 0 ? entering : _shadow + entering;
        _sum = phase == window - 1 ? _shadow : _sum + entering - leaving;
    }

    public readonly void Save(SnapshotWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_shadow);
    }

    public void Load(ref SnapshotReader reader)
    {
        _sum = reader.ReadDouble();
        _shadow = reader.ReadDouble();
    }

    public void Reset() => (_sum, _shadow) = (0, 0);
}
