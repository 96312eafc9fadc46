namespace Bqx.Features;

/// <summary>State of one family for one pair. The members mean what they mean in <see cref="FamilyState"/>.</summary>
internal interface IPairState
{
    void Advance();

    void Write(Span<float> values);

    void Reset();

    void Save(SnapshotWriter writer);

    void Load(ref SnapshotReader reader);
}
