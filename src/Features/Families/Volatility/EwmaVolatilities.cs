using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>EWMAs of squared returns like <see cref="EwmaVariance"/>, of half-lives 15, 60 and 960 minutes side by side.</summary>
internal struct EwmaVolatilities
{
    /// <summary>Half-lives, by position.</summary>
    public static readonly int[] HalfLives = [15, 60, 960];

    // 2^(−1/half-life), written out as in EwmaVariance; the last lane is not used.
    private static readonly Vector256<double> Decay = Vector256.Create(0.9548416039104165, 0.9885140203528962, 0.9992782322866353, 0);

    private Vector256<double> _sums;
    private Vector256<double> _weights;

    /// <summary>Volatilities, log return a minute, each at least a floor.</summary>
    public readonly Vector256<double> Values(double floor) =>
        Vector256.Max(Vector256.Sqrt(_sums / _weights), Vector256.Create(floor));

    public void Add(double value)
    {
        var gain = Vector256<double>.One - Decay;
        _sums = (Decay * _sums) + (gain * Vector256.Create(value * value));
        _weights = (Decay * _weights) + gain;
    }

    public void Reset() => (_sums, _weights) = (default, default);

    public readonly void Save(SnapshotWriter writer)
    {
        for (var lane = 0; lane < HalfLives.Length; lane++)
        {
            writer.Write(_sums[lane]);
            writer.Write(_weights[lane]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var lane = 0; lane < HalfLives.Length; lane++)
        {
            _sums = _sums.WithElement(lane, reader.ReadDouble());
            _weights = _weights.WithElement(lane, reader.ReadDouble());
        }
    }
}
