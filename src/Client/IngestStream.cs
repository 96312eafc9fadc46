using Bqx.V1;
using Grpc.Core;

namespace Bqx.Client;

/// <summary>One call of IngestLive. A call that breaks off is <see cref="IsBroken"/>; one that is refused throws.</summary>
internal sealed class IngestStream(AsyncDuplexStreamingCall<IngestRequest, IngestReply> call, ulong firstRow)
{
    private Task<bool>? _reading;
    private ulong _acknowledged;
    private ulong _rejected;

    /// <summary>Position in the source of the stream's first bar.</summary>
    public ulong FirstRow { get; } = firstRow;

    /// <summary>Whether another stream is needed.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether an answer, or the end, is there already.</summary>
    public bool HasAnswer => _reading is { IsCompleted: true };

    /// <summary>Completes when an answer or the end is there.</summary>
    public Task Answer(CancellationToken cancellationToken) => _reading ??= call.ResponseStream.MoveNext(cancellationToken);

    public async Task WriteAsync(IReadOnlyList<Bar> bars, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(new IngestRequest { Bars = { bars } }, cancellationToken);
        }
        catch (Exception error) when (error is InvalidOperationException or RpcException)
        {
            // The call has ended. The write may have failed before its status came, so only reading tells why.
            await ReadToTheEndAsync(cancellationToken);
        }
    }

    /// <summary>The next answer; null when the stream has broken off.</summary>
    public async Task<IngestReply?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Answer(cancellationToken);
            var more = await _reading!;
            _reading = null;
            IsBroken |= !more;
            return more ? call.ResponseStream.Current : null;
        }
        catch (RpcException error) when (RetryPipeline.IsTransient(error))
        {
            IsBroken = true;
            return null;
        }
    }

    /// <summary>What an answer adds to those before it: acknowledged and rejected bars.</summary>
    public (ulong Acknowledged, ulong Rejected) Since(IngestReply reply)
    {
        var since = (reply.Acknowledged - _acknowledged, reply.RejectedCount - _rejected);
        (_acknowledged, _rejected) = (reply.Acknowledged, reply.RejectedCount);
        return since;
    }

    /// <summary>Says that no more comes and waits for the end.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await call.RequestStream.CompleteAsync();
        await ReadToTheEndAsync(cancellationToken);
    }

    private async Task ReadToTheEndAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is not null)
        {
        }
    }
}
