using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Hosting;

/// <summary>
/// Rebuilds features from the store beside the pipeline, which goes on meanwhile: for bars that lie further back than its checkpoints, and
/// when this server takes over from another.
/// </summary>
internal sealed partial class FeatureRebuilder(
    EngineWarmup warmup, BarPipeline pipeline, IngestMetrics metrics, TimeProvider time, ILogger<FeatureRebuilder> logger) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Rebuilds whenever the pipeline asks for it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var first in pipeline.Repairs.ReadAllAsync(cancellationToken))
        {
            var requests = new List<RepairRequest> { first };
            while (pipeline.Repairs.TryRead(out var more))
            {
                requests.Add(more);
            }

            // What could not be committed is not in the store, and comes again.
            await Task.WhenAll(requests.Select(request => request.Committed)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            requests.RemoveAll(request => !request.Committed.IsCompletedSuccessfully);
            if (requests.Count > 0)
            {
                await RebuildAsync(requests.Min(request => request.Earliest), cancellationToken);
                metrics.Rebuilt(requests.Sum(request => request.Count));
            }
        }
    }

    /// <summary>Rebuilds from a state older than a minute, or from the latest one, and puts the result in the pipeline.</summary>
    public async Task RebuildAsync(Minute? before, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            while (!await TryAsync(before, cancellationToken))
            {
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> TryAsync(Minute? before, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await pipeline.BeginRebuildAsync(cancellationToken);
        try
        {
            var rebuilt = await warmup.RebuildAsync(before, cancellationToken);
            var again = await pipeline.EndRebuildAsync(rebuilt, cancellationToken);
            LogRebuilt(before, time.GetElapsedTime(started).TotalSeconds);
            return !again;
        }
        catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
        {
            await pipeline.EndRebuildAsync(null, cancellationToken);
            LogFailed(error.Message);
            return false;
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "Features are rebuilt from the store, with the bars since {Before}, in {Seconds:F1} s")]
    private partial void LogRebuilt(Minute? before, double seconds);

    [LoggerMessage(1202, LogLevel.Warning, "Features cannot be rebuilt yet: {Reason}")]
    private partial void LogFailed(string reason);
}
