using Bqx.LoadTests.Measuring;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Load;

/// <summary>
/// Holds streams of Subscribe open for a time. A latency here is the age of a snapshot when it arrives: now minus the
/// time at which the server says that it was published (same machine, same clock). The first message of a stream is the
/// state at subscription and is counted, not measured.
/// </summary>
internal sealed class SubscribeStreams(Connections connections, LoadRequest request, int streams, TimeProvider clock)
{
    private readonly LoadRecorder _recorder = new();
    private long _messages;
    private long _conflated;

    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Snapshots that the server left out because a stream was slow.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    public async Task<LoadReport> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = clock.GetTimestamp();
        end.CancelAfter(duration);
        await Task.WhenAll(Enumerable.Range(0, streams).Select(index => StreamAsync(index, end.Token)));
        return _recorder.Report(clock.GetElapsedTime(start));
    }

    private async Task StreamAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            using var call = new Prediction.PredictionClient(connections[index]).Subscribe(
                new SubscribeRequest { Pairs = { request.Pairs }, Model = request.Model },
                new CallOptions(cancellationToken: cancellationToken));
            for (var first = true; await call.ResponseStream.MoveNext(cancellationToken); first = false)
            {
                Count(call.ResponseStream.Current, first);
            }

            _recorder.Ended(new CallOutcome("ENDED_BY_SERVER"), 0);
        }
        catch (RpcException fault) when (!cancellationToken.IsCancellationRequested)
        {
            _recorder.Ended(new CallOutcome(StatusName.Of(fault.StatusCode)), 0);
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException)
        {
            // The end of the run: an open stream that is cancelled has not failed.
        }
    }

    private void Count(SubscribeReply reply, bool first)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _conflated, (long)reply.Conflated);
        if (!first && reply.Predictions is [{ Prediction.PublishedAt: { } published }, ..])
        {
            var age = clock.GetUtcNow() - published.ToDateTimeOffset();
            _recorder.Ended(CallOutcome.Success, Math.Max(0, (long)age.TotalNanoseconds));
        }
    }
}
