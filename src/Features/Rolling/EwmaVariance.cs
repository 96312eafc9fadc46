namespace Bqx.Features;

/// <summary>
/// Exponentially weighted mean of squares with the weight of the unseen past taken out:
/// v = Σ λᵏ r²[t−k] / Σ λᵏ, λ = 2^(−1/half-life).
/// </summary>
internal struct EwmaVariance(double decay)
{
    /// <summary>2^(−1/240), written out so that no machine's power function decides its last bit.</summary>
    public const double DecayOf240 = 0.9971160533345892;

    private double _sum;
    private double _weight;

    public readonly double Value => _weight > 0 ? _sum / _weight : 0;

    public void Add(double value)
    {
        _sum = (decay * _sum) + ((1 - decay) * value * value);
        _weight = (decay * _weight) + (1 - decay);
    }

    public readonly void Save(SnapshotWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_weight);
    }

    public void Load(ref SnapshotReader reader)
    {
        _sum = reader.ReadDouble();
        _weight = reader.ReadDouble();
    }

    public void Reset() => (_sum, _weight) = (0, 0);
}
