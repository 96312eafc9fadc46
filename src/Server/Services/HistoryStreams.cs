using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Predictions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// Streams the last day from memory in messages of whole minutes. The reader's pace is the stream's; nothing is held
/// for it but its message.
/// </summary>
internal sealed class HistoryStreams(
    PredictionBoard board, PredictionHistory history, RecentBars recent, IHostApplicationLifetime lifetime)
{
    /// <summary>Most predictions of a message: whatever is flagged, they stay below 64 KiB.</summary>
    public const int MaxPredictions = 64;

    /// <summary>Most bars of a message.</summary>
    public const int MaxBars = 256;

    private const long EarliestSecond = 0;
    private const long LatestSecond = 4_102_444_800; // 2100-01-01
    private const int MaxNanos = 999_999_999;

    /// <summary>Sends what was published.</summary>
    /// <exception cref="FaultException">Unknown pair or model, or no range.</exception>
    public async Task SendAsync(
        V1.PredictionHistoryRequest request, IServerStreamWriter<V1.PredictionHistoryReply> stream, CancellationToken cancellationToken)
    {
        var pairs = RequestRules.Pairs(request.Pairs);
        var query = new PublishedQuery(request.Model);
        var range = Range(request.Since, request.Until, request.LastMinutes, history.Latest, PredictionHistory.Capacity);
        var (reply, minutes) = (new V1.PredictionHistoryReply(), 0);
        for (var number = range.First; number <= range.Last; number++)
        {
            if (query.Find(history.Find(number)) is not { } published)
            {
                continue;
            }

            if (reply.Predictions.Count + pairs.Count > MaxPredictions)
            {
                await SendAsync(stream, reply, cancellationToken);
                reply = new V1.PredictionHistoryReply();
            }

            minutes++;
            reply.Predictions.AddRange(pairs.Select(pair => published.ByPair[pair.Index]).OfType<PairPrediction>().Select(PredictionMessages.Past));
        }

        if (minutes == 0)
        {
            RequireKnown(request.Model, query);
        }

        if (reply.Predictions.Count > 0)
        {
            await SendAsync(stream, reply, cancellationToken);
        }
    }

    /// <summary>Sends closed bars.</summary>
    /// <exception cref="FaultException">Unknown pair, or no range.</exception>
    public async Task SendAsync(V1.BarHistoryRequest request, IServerStreamWriter<V1.BarHistoryReply> stream, CancellationToken cancellationToken)
    {
        var pairs = RequestRules.Pairs(request.Pairs);
        var range = Range(request.Since, request.Until, request.LastMinutes, recent.Latest, RecentBars.Capacity);
        var reply = new V1.BarHistoryReply();
        foreach (var minute in FilledBars.Read(recent, range.First, range.Last))
        {
            if (reply.Bars.Count + pairs.Count > MaxBars)
            {
                await SendAsync(stream, reply, cancellationToken);
                reply = new V1.BarHistoryReply();
            }

            var byPair = minute.Bars.ToArray().ToDictionary(bar => bar.Pair);
            reply.Bars.AddRange(pairs.Where(byPair.ContainsKey).Select(pair => BarMessages.Past(byPair[pair])));
        }

        if (reply.Bars.Count > 0)
        {
            await SendAsync(stream, reply, cancellationToken);
        }
    }

    private async Task SendAsync<T>(IServerStreamWriter<T> stream, T reply, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new FaultException(Fault.StorageUnavailable, "The server is stopping: ask again for what has not come.");
        }

        await stream.WriteAsync(reply, cancellationToken);
    }

    // A label that serves, or served, is known; so is a model that did.
    private void RequireKnown(string model, PublishedQuery query)
    {
        var latest = history.Latest ?? 0;
        var kept = Enumerable.Range(Math.Max(0, latest - PredictionHistory.Capacity + 1), PredictionHistory.Capacity);
        if (!kept.Any(number => query.Find(history.Find(number)) is not null))
        {
            board.Current.Find(model);
        }
    }

    private static HistoryRange Range(Timestamp? since, Timestamp? until, int lastMinutes, int? latest, int capacity)
    {
        var range = HistoryRange.Of(Instant(since, "since"), Instant(until, "until"), lastMinutes, latest ?? 0, capacity);
        return latest is null ? new HistoryRange(0, -1) : range;
    }

    private static DateTimeOffset? Instant(Timestamp? time, string name) => time switch
    {
        null => null,
        { Seconds: >= EarliestSecond and < LatestSecond, Nanos: >= 0 and <= MaxNanos } => time.ToDateTimeOffset(),
        _ => throw new FaultException(
            Fault.InvalidInput, $"{name} is {time.Seconds} s {time.Nanos} ns since 1970: an instant from then to 2099 is right."),
    };
}
