using Bqx.Core;
using Bqx.Server.Predictions;
using Google.Protobuf.Collections;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Services;

/// <summary>Makes replies from the published snapshot: one volatile read, no lock, no wait; a reply adds age and flags to a shared message.</summary>
internal sealed class PredictionReader(PredictionBoard board, IOptions<ServerOptions> options, TimeProvider time)
{
    private readonly bool _ageFromPublication = options.Value.AgeFrom == AgeOrigin.Publication;
    private readonly TimeSpan _staleAfter = options.Value.StaleAfter;

    /// <summary>The snapshot that is served now.</summary>
    public PredictionSnapshot Current => board.Current;

    /// <summary>The latest prediction of a pair.</summary>
    /// <exception cref="FaultException">Unknown pair or model, features missing, or older than asked for.</exception>
    public PublishedReply Read(PredictionSnapshot snapshot, string model, Pair pair, TimeSpan? maxAge)
    {
        var published = snapshot.Find(model)[pair] ?? throw Missing(snapshot, pair);
        return Reply(published, maxAge);
    }

    /// <summary>Replies for several pairs of one snapshot; pairs without a prediction fail the call.</summary>
    public void ReadAll(
        PredictionSnapshot snapshot, string model, IReadOnlyList<Pair> pairs, TimeSpan? maxAge, RepeatedField<V1.PredictReply> replies)
    {
        var predictions = snapshot.Find(model);
        replies.Capacity = pairs.Count;
        foreach (var pair in pairs)
        {
            replies.Add(Reply(predictions[pair] ?? throw Missing(snapshot, pair), maxAge).ToMessage());
        }
    }

    /// <summary>Replies for those of some pairs that have a prediction.</summary>
    public void ReadExisting(
        PredictionSnapshot snapshot, string model, IReadOnlyList<Pair> pairs, RepeatedField<V1.PredictReply> replies)
    {
        var predictions = snapshot.Find(model);
        foreach (var pair in pairs)
        {
            if (predictions[pair] is { } published)
            {
                replies.Add(Reply(published, null).ToMessage());
            }
        }
    }

    private static FaultException Missing(PredictionSnapshot snapshot, Pair pair) => snapshot.Frame is { } frame
        ? frame.Status(pair).ToFault(pair)
        : new FaultException(Fault.FeatureMissing, $"{pair} has no bars yet.");

    private PublishedReply Reply(PublishedPrediction published, TimeSpan? maxAge)
    {
        var value = published.Value;
        var age = time.GetUtcNow() - (_ageFromPublication ? value.PublishedAt : value.Close.ToDateTimeOffset());
        age = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        if (age > maxAge)
        {
            throw new FaultException(
                Fault.FeatureStale,
                $"The latest prediction of {value.Pair} is of {value.Close}, {age.TotalSeconds:0.###} s old: at most {maxAge.Value.TotalSeconds:0.######} s were asked for.");
        }

        return new PublishedReply(published, age > _staleAfter, age);
    }
}
