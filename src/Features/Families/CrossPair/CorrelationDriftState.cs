using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family X3 takes one logarithm an edge and minute, and remembers those of an hour.</summary>
internal sealed class CorrelationDriftState(MarketState market) : FamilyState
{
    /// <summary>Minutes of the change.</summary>
    public const int Lag = 60;

    private const double Clip = 3;
    private const double Largest = 0.999;
    private const int Capacity = 64;

    // atanh ρ by minute and row of edges.
    private readonly Vector512<double>[] _past = new Vector512<double>[Capacity * SisterEdges.Rows];
    private readonly float[] _drifts = new float[SisterEdges.Count];

    // atanh a = ½·ln((1 + a) / (1 − a))
    public override void Advance()
    {
        var correlations = market.Sisters.OfAnHour;
        var now = At(0);
        var (one, half, bound) = (Vector512<double>.One, Vector512.Create(0.5), Vector512.Create(Largest));
        for (var row = 0; row < now.Length; row++)
        {
            var a = Vector512.MinNative(Vector512.MaxNative(correlations[row], -bound), bound);
            now[row] = half * Vector512.Log((one + a) / (one - a));
        }

        Compare();
    }

    public override void Write(int pair, Span<float> values) => SisterEdges.Pick(pair, _drifts, values);

    public override void Reset()
    {
        Array.Clear(_past);
        Array.Clear(_drifts);
    }

    public override void Save(SnapshotWriter writer)
    {
        for (var lag = Lag; lag >= 0; lag--)
        {
            foreach (var value in MemoryMarshal.Cast<Vector512<double>, double>(At(lag)))
            {
                writer.Write(value);
            }
        }
    }

    public override void Load(ref SnapshotReader reader)
    {
        for (var lag = Lag; lag >= 0; lag--)
        {
            foreach (ref var value in MemoryMarshal.Cast<Vector512<double>, double>(At(lag)))
            {
                value = reader.ReadDouble();
            }
        }

        Compare();
    }

    private void Compare()
    {
        var now = At(0);
        var before = At(Lag);
        var clip = Vector512.Create(Clip);
        for (var row = 0; row < now.Length; row++)
        {
            var drift = Vector512.MinNative(Vector512.MaxNative(now[row] - before[row], -clip), clip);
            drift.Store(_drifts.AsSpan(row * Vector512<double>.Count));
        }
    }

    private Span<Vector512<double>> At(int lag) =>
        _past.AsSpan(((market.Number - lag) & (Capacity - 1)) * SisterEdges.Rows, SisterEdges.Rows);
}
