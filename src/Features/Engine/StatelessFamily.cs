namespace Bqx.Features;

/// <summary>A family that only reads the series: nothing to advance, to forget or to save.</summary>
internal abstract class StatelessFamily : FamilyState
{
    public sealed override void Advance()
    {
    }

    public sealed override void Reset()
    {
    }

    public sealed override void Save(SnapshotWriter writer)
    {
    }

    public sealed override void Load(ref SnapshotReader reader)
    {
    }
}
