using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Vectors;

/// <summary>
/// Batches callers' rows for one model, and only where a queue exists: a row that comes alone is run at once by its caller's thread. Rows that
/// come while the model runs wait together and are the next batch, of at most 28.
/// </summary>
internal sealed class VectorQueue(LoadedModel model, PredictionMetrics metrics) : IThreadPoolWorkItem
{
    /// <summary>Most rows of a batch.</summary>
    public const int MaxBatch = Pair.Count;

    /// <summary>Most rows that wait; further ones are refused.</summary>
    public const int MaxWaiting = 256;

    private readonly Lock _lock = new();

    // Guarded by the lock. While _running is set, one thread runs the model, and it or the pool will look at the queue again.
    private readonly Queue<VectorJob> _waiting = new();
    private bool _running;

    // Of the thread that runs batches.
    private readonly ModelOutput[] _outputs = new ModelOutput[MaxBatch];
    private readonly Pair[] _pairs = new Pair[MaxBatch];
    private float[] _rows = [];

    /// <summary>Runs a row now, or queues it.</summary>
    /// <returns>Completes as <see cref="VectorJob.Done"/> does.</returns>
    /// <exception cref="FaultException"><see cref="Fault.Overloaded"/>: too many wait.</exception>
    public Task<bool> RunAsync(VectorJob job)
    {
        lock (_lock)
        {
            if (_running)
            {
                Enqueue(job);
                return job.Done;
            }

            _running = true;
        }

        Run([job]);
        if (!IsDone())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return job.Done;
    }

    /// <summary>Runs batches until nobody waits.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            Run(TakeBatch());
        }
        while (!IsDone());
    }

    private void Enqueue(VectorJob job)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            throw new FaultException(Fault.Overloaded, $"{MaxWaiting} vectors wait for {model.Id}: send fewer at a time.");
        }

        _waiting.Enqueue(job);
    }

    private List<VectorJob> TakeBatch()
    {
        var batch = new List<VectorJob>(MaxBatch);
        lock (_lock)
        {
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var job))
            {
                if (!job.IsAbandoned)
                {
                    batch.Add(job);
                }
            }
        }

        return batch;
    }

    private bool IsDone()
    {
        lock (_lock)
        {
            _running = _waiting.Count > 0;
            return !_running;
        }
    }

    private void Run(List<VectorJob> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            var rows = Gather(batch);
            var ran = model.TryPredict(rows, _pairs.AsSpan(0, batch.Count), _outputs.AsSpan(0, batch.Count));
            metrics.Inferred(ran ? batch.Count : 0);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Output = _outputs[i];
                batch[i].Capture?.Fill(_pairs.AsSpan(0, batch.Count), rows.Span, i);
                batch[i].Complete(ran);
            }
        }
        catch (FaultException fault)
        {
            batch.ForEach(job => job.Fail(fault));
        }
        catch (Exception error)
        {
            // The thread is the pool's: whoever waits must hear of it.
            batch.ForEach(job => job.Fail(new FaultException(Fault.ModelFailed, $"{model.Id} failed.", error)));
        }
    }

    private ReadOnlyMemory<float> Gather(List<VectorJob> batch)
    {
        var width = batch[0].Features.Length;
        if (_rows.Length < batch.Count * width)
        {
            _rows = new float[(batch.Count == 1 ? 1 : MaxBatch) * width];
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Features.Span.CopyTo(_rows.AsSpan(i * width));
            _pairs[i] = batch[i].Pair;
        }

        return _rows.AsMemory(0, batch.Count * width);
    }
}
