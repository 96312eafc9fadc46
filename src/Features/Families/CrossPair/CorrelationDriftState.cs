using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family X3 takes one logarithm an edge and minute; nothing of it rolls.</summary>
internal sealed class CorrelationDriftState(MarketState market) : FamilyState
{
    private const double Clip = 3;
    private const double Largest = 0.999;

    private readonly double[] _drifts = new double[SisterEdges.Count];

    // atanh a − atanh b = ½·ln((1 + a)(1 − b) / ((1 − a)(1 + b)))
    public override void Advance()
    {
        var now = market.Sisters.Correlations(0);
        var before = market.Sisters.Before;
        var (one, half, bound, clip) =
            (Vector256<double>.One, Vector256.Create(0.5), Vector256.Create(Largest), Vector256.Create(Clip));
        for (var i = 0; i < _drifts.Length; i += Vector256<double>.Count)
        {
            var a = Vector256.Clamp(Vector256.Create(now[i..]), -bound, bound);
            var b = Vector256.Clamp(Vector256.Create(before[i..]), -bound, bound);
            var drift = half * Vector256.Log((one + a) * (one - b) / ((one - a) * (one + b)));
            Vector256.Clamp(drift, -clip, clip).CopyTo(_drifts, i);
        }
    }

    public override void Write(int pair, Span<float> values)
    {
        var edges = SisterEdges.EdgesOf(pair);
        var orientations = SisterEdges.OrientationsOf(pair);
        for (var slot = 0; slot < edges.Length; slot++)
        {
            values[slot] = (float)(orientations[slot] * _drifts[edges[slot]]);
        }
    }

    public override void Reset() => Array.Clear(_drifts);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader) => Advance();
}
