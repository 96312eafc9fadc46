using Bqx.Core;
using Bqx.Server.Requests;

namespace Bqx.Server.Vectors;

/// <summary>A row of a caller's own that waits for the model.</summary>
internal sealed class VectorJob(Pair pair, ReadOnlyMemory<float> features)
{
    // Continuations run elsewhere: the thread that runs batches executes no caller's code.
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written by the caller that has gone, read before a batch is made.
    private volatile bool _abandoned;

    public Pair Pair { get; } = pair;

    public ReadOnlyMemory<float> Features { get; } = features;

    /// <summary>Filled with the batch before <see cref="Done"/> completes; null: nobody wants it.</summary>
    public VectorCapture? Capture { get; init; }

    /// <summary>What the model says; set before <see cref="Done"/> completes.</summary>
    public ModelOutput Output { get; set; }

    /// <summary>True once the model has run; false where it had been freed.</summary>
    public Task<bool> Done => _done.Task;

    public bool IsAbandoned => _abandoned;

    public void Abandon() => _abandoned = true;

    public void Complete(bool ran) => _done.TrySetResult(ran);

    public void Fail(FaultException fault) => _done.TrySetException(fault);
}
