using System.Diagnostics;
using Bqx.Core;

namespace Bqx.Server.Pipeline;

/// <summary>Bars on their way: features first, then the store, then the acknowledgement.</summary>
/// <param name="bars">Checked bars; the pipeline sets their flags.</param>
/// <param name="decodedAt">Timestamp (of the <see cref="TimeProvider"/>) at which the last of them was decoded.</param>
internal sealed class IngestBatch(Bar[] bars, long decodedAt)
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Bar[] Bars { get; } = bars;

    public long DecodedAt { get; } = decodedAt;

    /// <summary>The span of the message; ends when the bars are committed, or cannot be.</summary>
    public Activity? Span { get; init; }

    /// <summary>What is traced of it.</summary>
    public ActivityContext Trace => Span?.Context ?? default;

    /// <summary>Completes when the bars survive any crash; fails with a <see cref="FaultException"/> when they may not.</summary>
    public Task Committed => _committed.Task;

    public void Acknowledge()
    {
        _committed.TrySetResult();
        Span?.Dispose();
    }

    public void Fail(FaultException fault)
    {
        _committed.TrySetException(fault);
        Span?.SetStatus(ActivityStatusCode.Error, fault.Message);
        Span?.Dispose();
    }
}
