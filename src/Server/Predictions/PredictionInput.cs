using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>What a model was run on.</summary>
/// <param name="frame">The features.</param>
/// <param name="graph">The lead-lag graph that its rows were made with.</param>
internal sealed class PredictionInput(FeatureFrame frame, LeadLagGraph graph)
{
    private readonly Lazy<RequestInput> _rows = new(() =>
    {
        var rows = frame.Values;
        if (graph.Digest != LeadLagGraph.Default.Digest)
        {
            var own = new float[rows.Length];
            frame.CopyTo(own, graph);
            rows = own;
        }

        return Of(Pair.All, rows);
    });

    /// <summary>All rows, for the log of requests; made when it is first asked for.</summary>
    public RequestInput Rows => _rows.Value;

    /// <summary>Rows with their digest.</summary>
    public static RequestInput Of(IReadOnlyList<Pair> pairs, ReadOnlyMemory<float> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pairs.Select(pair => (byte)pair.Index).ToArray());
        hash.AppendData(MemoryMarshal.AsBytes(rows.Span));
        return new RequestInput(pairs, rows, new Digest(hash.GetHashAndReset()));
    }
}
