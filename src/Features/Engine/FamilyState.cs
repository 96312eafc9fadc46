namespace Bqx.Features;

/// <summary>Streaming state of one family over all pairs. Advanced once a market minute, after the market itself.</summary>
internal abstract class FamilyState
{
    /// <summary>Takes in the market's current minute.</summary>
    public abstract void Advance();

    /// <summary>Writes the family's values of a pair whose history is long enough.</summary>
    public abstract void Write(int pair, Span<float> values);

    /// <summary>Forgets everything: a new segment starts.</summary>
    public abstract void Reset();

    /// <summary>Appends the state.</summary>
    public abstract void Save(SnapshotWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public abstract void Load(ref SnapshotReader reader);
}
