using Bqx.Benching.Machine;
using Bqx.Core;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.LoadTests.Load;

/// <summary>Sends minutes over one open stream of IngestLive, a message each, and reads the acknowledgements beside.</summary>
internal sealed class MinuteSender : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly AsyncDuplexStreamingCall<IngestRequest, IngestReply> _call;
    private readonly Task _reading;
    private IngestReply _last = new();

    public MinuteSender(ChannelBase channel)
    {
        _call = new Bars.BarsClient(channel).IngestLive();
        _reading = ReadAsync();
    }

    /// <summary>Bars that are committed.</summary>
    public ulong Acknowledged => Volatile.Read(ref _last).Acknowledged;

    public Task SendAsync(MinuteBars minute, CancellationToken cancellationToken) =>
        _call.RequestStream.WriteAsync(Request(minute), cancellationToken);

    /// <summary>Sends one minute on a connection of its own; whether all of its bars were acknowledged.</summary>
    public static async Task<bool> TrySendAsync(Uri address, MinuteBars minute, CancellationToken cancellationToken)
    {
        using var connection = new Connections(address.AbsoluteUri, 1);
        try
        {
            using var call = new Bars.BarsClient(connection[0]).Ingest(
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Limit, cancellationToken: cancellationToken);
            await call.RequestStream.WriteAsync(Request(minute), cancellationToken);
            await call.RequestStream.CompleteAsync();
            return (await call).Acknowledged == (ulong)minute.Bars.Length;
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Says that no more comes and waits until everything is committed.</summary>
    /// <exception cref="BenchException">A bar was rejected.</exception>
    public async Task CompleteAsync()
    {
        await _call.RequestStream.CompleteAsync();
        await _reading;
        if (_last.RejectedCount > 0)
        {
            throw new BenchException($"{_last.RejectedCount} bars were rejected: {_last.Rejected.FirstOrDefault()?.Reason}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadAsync()
    {
        while (await _call.ResponseStream.MoveNext(CancellationToken.None))
        {
            Volatile.Write(ref _last, _call.ResponseStream.Current);
        }
    }

    private static IngestRequest Request(MinuteBars minute) => new() { Bars = { minute.Bars.ToArray().Select(Message) } };

    private static V1.Bar Message(Core.Bar bar)
    {
        var unit = (double)bar.Pair.TicksPerUnit;
        return new V1.Bar
        {
            Pair = bar.Pair.Name,
            CloseTime = Timestamp.FromDateTimeOffset(bar.Close.ToDateTimeOffset()),
            Open = bar.OpenTicks / unit,
            High = bar.HighTicks / unit,
            Low = bar.LowTicks / unit,
            Close = bar.CloseTicks / unit,
            Volume = bar.Volume,
        };
    }
}
