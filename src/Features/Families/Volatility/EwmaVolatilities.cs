using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>EWMAs of squared returns like <see cref="EwmaVariance"/>, of half-lives 15, 60 and 960 minutes side by side.</summary>
internal struct EwmaVolatilities
{
    /// <summary>Half-lives, by position.</summary>
    public static readonly int[] HalfLives = [15, 60, 960];

    // 2^(−1/half-life), written out as in EwmaVariance; the first lane is not used.
    private static readonly Vector256<double> Decay = Vector256.Create(0, 0.9548416039104165, 0.9885140203528962, 0.9992782322866353);

    private Vector256<double> _sums;
    private Vector256<double> _weights;

    /// <summary>Volatilities, log return a minute, each at least a floor; before them the |return| of the minute.</summary>
    public readonly Vector128<float> Values(float floor)
    {
        var (sums, weights) = (Vector256.Narrow(_sums, _sums).GetLower(), Vector256.Narrow(_weights, _weights).GetLower());
        return Vector128.MaxNative(Vector128.Sqrt(sums / weights), Vector128.Create(floor));
    }

    public void Add(double value)
    {
        var gain = Vector256<double>.One - Decay;
        _sums = (Decay * _sums) + (gain * Vector256.Create(value * value));
        _weights = (Decay * _weights) + gain;
    }

    public void Reset() => (_sums, _weights) = (default, default);

    public readonly void Save(SnapshotWriter writer)
    {
        for (var lane = 1; lane <= HalfLives.Length; lane++)
        {
            writer.Write(_sums[lane]);
            writer.Write(_weights[lane]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var lane = 1; lane <= HalfLives.Length; lane++)
        {
            _sums = _sums.WithElement(lane, reader.ReadDouble());
            _weights = _weights.WithElement(lane, reader.ReadDouble());
        }
    }
}
