using System.Runtime.CompilerServices;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Client;

/// <summary>
/// Reads a history. A stream that breaks off while the server is unavailable is opened again behind the last minute
/// that came: messages hold whole minutes, so nothing comes twice and nothing is left out.
/// </summary>
internal static class HistoryStream
{
    public static async IAsyncEnumerable<PastPrediction> PredictionsAsync(
        Prediction.PredictionClient client,
        HistoryQuery query,
        BqxClientOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new PredictionHistoryRequest
        {
            Pairs = { query.Pairs },
            Model = query.Model ?? "",
            Since = query.SinceTime,
            Until = query.UntilTime,
            LastMinutes = query.LastMinutes ?? 0,
        };
        var replies = ReadAsync(
            stop => client.History(request, cancellationToken: stop),
            reply =>
            {
                var more = TryContinue(reply.Predictions[^1].Prediction.Close, request.Until, out var since);
                (request.Since, request.LastMinutes) = (since, 0);
                return more;
            },
            options,
            cancellationToken);
        await foreach (var reply in replies)
        {
            foreach (var prediction in reply.Predictions)
            {
                yield return prediction;
            }
        }
    }

    public static async IAsyncEnumerable<PastBar> BarsAsync(
        Bars.BarsClient client, HistoryQuery query, BqxClientOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new BarHistoryRequest
        {
            Pairs = { query.Pairs }, Since = query.SinceTime, Until = query.UntilTime, LastMinutes = query.LastMinutes ?? 0,
        };
        var replies = ReadAsync(
            stop => client.History(request, cancellationToken: stop),
            reply =>
            {
                var more = TryContinue(reply.Bars[^1].Bar.CloseTime, request.Until, out var since);
                (request.Since, request.LastMinutes) = (since, 0);
                return more;
            },
            options,
            cancellationToken);
        await foreach (var reply in replies)
        {
            foreach (var bar in reply.Bars)
            {
                yield return bar;
            }
        }
    }

    // False: nothing is left to ask for.
    private static bool TryContinue(Timestamp close, Timestamp? until, out Timestamp since)
    {
        since = new Timestamp { Seconds = close.Seconds + 1 };
        return until is null || since.Seconds <= until.Seconds;
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<CancellationToken, AsyncServerStreamingCall<T>> open,
        Func<T, bool> goesOn,
        BqxClientOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options);
        while (true)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var call = open(stop.Token);
            bool? came;
            while ((came = await StreamStep.MoveAsync(call.ResponseStream, stop, options.Deadline, options.Time, cancellationToken)) is true)
            {
                backoff.Reset();
                var last = !goesOn(call.ResponseStream.Current);
                yield return call.ResponseStream.Current;
                if (last)
                {
                    yield break;
                }
            }

            if (came is false)
            {
                yield break;
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }
}
