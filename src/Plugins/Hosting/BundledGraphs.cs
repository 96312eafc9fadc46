using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// An encoder and a head for each pair. The encoder runs once over up to 28 rows; each row, with its embedding behind it, then goes to the
/// head of its pair. Runs are serialized by the lock: the buffers are shared.
/// </summary>
internal sealed class BundledGraphs : IPredictor
{
    private readonly Lock _lock = new();
    private readonly IModel _encoder;
    private readonly ImmutableArray<IModel> _heads;
    private readonly int _features;
    private readonly float[] _embeddings = new float[Pair.Count * ModelKinds.EmbeddingCount];
    private readonly float[] _row;

    /// <param name="encoder">The encoder.</param>
    /// <param name="heads">By pair index.</param>
    /// <param name="features">Features in a row.</param>
    public BundledGraphs(IModel encoder, ImmutableArray<IModel> heads, int features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(heads.Length, Pair.Count);
        (_encoder, _heads, _features) = (encoder, heads, features);
        _row = new float[features + ModelKinds.EmbeddingCount];
    }

    public void Predict(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, outputs.Length * _features);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pairs.Length, outputs.Length);
        lock (_lock)
        {
            for (var first = 0; first < outputs.Length; first += Pair.Count)
            {
                var rows = Math.Min(Pair.Count, outputs.Length - first);
                PredictBatch(features.Slice(first * _features, rows * _features), pairs.Slice(first, rows), outputs.Slice(first, rows));
            }
        }
    }

    /// <summary>Predicts rows 0, 1, … as those of the pairs with these indices.</summary>
    public void PredictInPairOrder(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        var typed = new ModelOutput[outputs.Length / ModelOutput.Count];
        Predict(rows, Pair.All.AsSpan(0, typed.Length), typed);
        ModelOutput.Numbers(typed).CopyTo(outputs);
    }

    // Without the lock: members have buffers of their own.
    public void Run(int part, ReadOnlyMemory<float> rows, Span<float> outputs) =>
        (part == 0 ? _encoder : _heads[part - 1]).Predict(rows, outputs);

    public void Dispose()
    {
        _encoder.Dispose();
        foreach (var head in _heads)
        {
            head.Dispose();
        }
    }

    private void PredictBatch(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs)
    {
        Encode(features, _embeddings.AsSpan(0, outputs.Length * ModelKinds.EmbeddingCount));
        for (var row = 0; row < outputs.Length; row++)
        {
            features.Span.Slice(row * _features, _features).CopyTo(_row);
            _embeddings.AsSpan(row * ModelKinds.EmbeddingCount, ModelKinds.EmbeddingCount).CopyTo(_row.AsSpan(_features));
            _heads[pairs[row].Index].Predict(_row, ModelOutput.Numbers(outputs.Slice(row, 1)));
        }
    }

    private void Encode(ReadOnlyMemory<float> features, Span<float> embeddings)
    {
        using var span = HostTelemetry.StartEncode();
        var started = TimeProvider.System.GetTimestamp();
        _encoder.Predict(features, embeddings);
        HostTelemetry.Encoded(started);
    }
}
