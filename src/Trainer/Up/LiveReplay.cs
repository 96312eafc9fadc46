using Bqx.Core;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Trainer.Up;

/// <summary>Sends bars of the past to a server as if they were live: minute after minute, without waiting for the clock.</summary>
internal static class LiveReplay
{
    /// <summary>Returns the server's totals, when every bar is acknowledged or rejected.</summary>
    /// <param name="client">The server.</param>
    /// <param name="minutes">What to send, ascending.</param>
    /// <param name="progress">Hears the acknowledged fraction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IngestReply> RunAsync(
        V1.Bars.BarsClient client, IReadOnlyList<MinuteBars> minutes, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var total = minutes.Sum(minute => (long)minute.Bars.Length);
        using var call = client.IngestLive(cancellationToken: cancellationToken);
        var sending = SendAsync(call.RequestStream, minutes, cancellationToken);
        var totals = new IngestReply();
        await foreach (var reply in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            totals = reply;
            progress.Report((double)(reply.Acknowledged + reply.RejectedCount) / total);
        }

        await sending;
        return totals;
    }

    private static async Task SendAsync(
        IClientStreamWriter<IngestRequest> requests, IReadOnlyList<MinuteBars> minutes, CancellationToken cancellationToken)
    {
        foreach (var minute in minutes)
        {
            var request = new IngestRequest();
            foreach (var bar in minute.Bars.ToArray())
            {
                request.Bars.Add(ToMessage(bar));
            }

            await requests.WriteAsync(request, cancellationToken);
        }

        await requests.CompleteAsync();
    }

    private static V1.Bar ToMessage(Core.Bar bar) => new()
    {
        Pair = bar.Pair.Name,
        CloseTime = Timestamp.FromDateTimeOffset(bar.Close.ToDateTimeOffset()),
        Open = (double)bar.OpenTicks / bar.Pair.TicksPerUnit,
        High = (double)bar.HighTicks / bar.Pair.TicksPerUnit,
        Low = (double)bar.LowTicks / bar.Pair.TicksPerUnit,
        Close = bar.ClosePrice,
        Volume = bar.Volume,
    };
}
