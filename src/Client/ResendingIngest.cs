using System.Runtime.CompilerServices;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Client;

/// <summary>
/// One source of bars over as many streams as it takes. Batches wait in <c>_unanswered</c> until their answer has come; a new stream
/// begins by sending them again.
/// </summary>
internal sealed class ResendingIngest(Bars.BarsClient client, BqxClientOptions options)
{
    /// <summary>Most batches that wait for their answer.</summary>
    public const int Window = 32;

    private readonly Queue<IReadOnlyList<Bar>> _unanswered = new();
    private readonly Backoff _backoff = new(options);
    private ulong _answeredRows;
    private ulong _acknowledged;
    private ulong _rejected;
    private bool _ended;

    // The source's step in progress; outlives a stream.
    private Task<bool>? _next;

    public async IAsyncEnumerable<IngestProgress> RunAsync(
        IAsyncEnumerable<IReadOnlyList<Bar>> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = batches.GetAsyncEnumerator(cancellationToken);
        while (!_ended || _unanswered.Count > 0)
        {
            using var call = client.IngestLive(cancellationToken: cancellationToken);
            var stream = new IngestStream(call, _answeredRows);
            await foreach (var progress in SendAsync(stream, source, cancellationToken))
            {
                _backoff.Reset();
                yield return progress;
            }

            if (stream.IsBroken)
            {
                await _backoff.WaitAsync(cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<IngestProgress> SendAsync(
        IngestStream stream, IAsyncEnumerator<IReadOnlyList<Bar>> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in _unanswered.ToList())
        {
            await stream.WriteAsync(batch, cancellationToken);
        }

        while (!stream.IsBroken && (!_ended || _unanswered.Count > 0))
        {
            // A full window waits for answers; otherwise the source is asked first, and answers are taken as they are there.
            if (!_ended && _unanswered.Count < Window && !stream.HasAnswer)
            {
                await AdvanceAsync(stream, source, cancellationToken);
            }
            else if (await stream.ReadAsync(cancellationToken) is { } reply)
            {
                yield return Take(stream, reply);
            }
        }

        if (!stream.IsBroken)
        {
            await stream.CompleteAsync(cancellationToken);
        }
    }

    // While the source has nothing to give, answers are waited for too.
    private async Task AdvanceAsync(IngestStream stream, IAsyncEnumerator<IReadOnlyList<Bar>> source, CancellationToken cancellationToken)
    {
        _next ??= source.MoveNextAsync().AsTask();
        await Task.WhenAny(_next, stream.Answer(cancellationToken));
        if (!_next.IsCompleted)
        {
            return;
        }

        _ended = !await _next;
        _next = null;
        if (!_ended && source.Current.Count > 0)
        {
            _unanswered.Enqueue(source.Current);
            await stream.WriteAsync(source.Current, cancellationToken);
        }
    }

    private IngestProgress Take(IngestStream stream, IngestReply reply)
    {
        var (acknowledged, rejected) = stream.Since(reply);
        _acknowledged += acknowledged;
        _rejected += rejected;
        var firstRow = stream.FirstRow;
        foreach (var row in reply.Rejected)
        {
            row.Row += firstRow;
        }

        for (var answered = acknowledged + rejected; answered > 0 && _unanswered.TryDequeue(out var batch);)
        {
            answered -= Math.Min(answered, (ulong)batch.Count);
            _answeredRows += (ulong)batch.Count;
        }

        return new IngestProgress(_acknowledged, _rejected, reply.Rejected);
    }
}
