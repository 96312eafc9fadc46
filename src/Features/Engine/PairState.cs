namespace Bqx.Features;

/// <summary>State of one family for one pair. The members mean what they mean in <see cref="FamilyState"/>.</summary>
internal abstract class PairState
{
    public abstract void Advance();

    public abstract void Write(Span<float> values);

    public abstract void Reset();

    public abstract void Save(SnapshotWriter writer);

    public abstract void Load(ref SnapshotReader reader);
}
