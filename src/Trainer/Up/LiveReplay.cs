using Bqx.Client;
using Bqx.Core;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Trainer.Up;

/// <summary>
/// Sends bars of the past to a server as if they were live: minute after minute, without waiting for the clock. While the server takes none, as one
/// does that has just started, they are sent again.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="patience">How long no bar may be answered.</param>
/// <param name="time">The clock of that.</param>
internal sealed class LiveReplay(BqxClient client, TimeSpan patience, TimeProvider time)
{
    /// <summary>Returns the server's totals, when every bar is acknowledged or rejected.</summary>
    /// <param name="minutes">What to send, ascending.</param>
    /// <param name="progress">Hears the answered fraction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: no bar was answered for too long.</exception>
    public async Task<IngestProgress> RunAsync(
        IReadOnlyList<MinuteBars> minutes, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var total = minutes.Sum(minute => (long)minute.Bars.Length);
        var totals = new IngestProgress(0, 0, []);
        using var silence = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            await foreach (var answer in client.IngestBarsAsync(minutes.Select(Message).ToAsyncEnumerable(), stop.Token))
            {
                totals = answer;
                silence.CancelAfter(patience);
                progress.Report((double)(answer.Acknowledged + answer.RejectedCount) / total);
            }

            return totals;
        }
        catch (Exception error) when (
            (error is OperationCanceledException or RpcException) && silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(
                Fault.StorageUnavailable,
                $"The server has answered no bar for {patience.TotalSeconds:0} s, after {totals.Acknowledged + totals.RejectedCount} of {total}: its log is logs/server.log in BQX_HOME.",
                error);
        }
    }

    private static IReadOnlyList<V1.Bar> Message(MinuteBars minute) => [.. minute.Bars.ToArray().Select(ToMessage)];

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
