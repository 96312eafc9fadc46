using Bqx.Core;
using Bqx.Server.Guard;
using Bqx.Server.Labels;
using Bqx.Server.Pipeline;
using Bqx.Server.Requests;
using Bqx.Server.Shadow;

namespace Bqx.Server.Hosting;

/// <summary>What runs beside the ports: stores made ready, history taken in, then pipeline, writers and label watcher until the end.</summary>
internal sealed partial class ServerWork(
    ServerStores stores,
    EngineWarmup warmup,
    BarPipeline pipeline,
    BarCommitter committer,
    PipelineOutputs outputs,
    RequestRecorder requests,
    FeatureTimeline timeline,
    LabelWatcher watcher,
    FeatureRebuilder rebuilder,
    ImportWatcher imports,
    IngestWork ingest,
    BarBackfill backfill,
    BesideRunner beside,
    PromotionGuard guard,
    Readiness readiness,
    SelfCalls calls,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ServerWork> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = lifetime.ApplicationStopping.Register(readiness.Stopping);
        try
        {
            await RetryAsync(stores.PrepareAsync, stoppingToken);
            await RetryAsync(imports.BeginAsync, stoppingToken);
            await Task.WhenAll(watcher.PreloadAsync(stoppingToken), RetryAsync(warmup.RunAsync, stoppingToken));
            await ServeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops: nothing is left to do.
        }
        catch (Exception error)
        {
            // Without this work the server would serve ever older predictions: better to end, visibly.
            LogBroken(error);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        using var flush = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var writers = new[] { committer.RunAsync(flush.Token), outputs.RunAsync(flush.Token), requests.RunAsync(flush.Token) };
        var workers = new[]
        {
            pipeline.RunAsync(stop.Token), watcher.RunAsync(stop.Token), rebuilder.RunAsync(stop.Token), imports.RunAsync(stop.Token),
            ingest.RunAsync(stop.Token), beside.RunAsync(stop.Token), guard.RunAsync(stop.Token), backfill.RunAsync(stop.Token),
            WarmUpAsync(stop.Token),
        };
        readiness.Started();
        try
        {
            await await Task.WhenAny([.. workers, .. writers]);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (timeline.Engine.Close is { } close)
            {
                outputs.SaveState(close, timeline);
            }

            committer.Complete();
            outputs.Complete();
            requests.Complete();
            flush.CancelAfter(FlushTimeout);
            await Task.WhenAll(writers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await imports.EndAsync(flush.Token);
        }
    }

    // Ends with the server only: what ends is taken for broken.
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await readiness.FirstServed.WaitAsync(cancellationToken);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(cancellationToken);
        await calls.RunAsync(cancellationToken);
        readiness.Warm();
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private async Task RetryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await step(cancellationToken);
                return;
            }
            catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
            {
                LogWaiting(error.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Waiting for the stores: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(1102, LogLevel.Critical, "The server's work has ended with an error: the server stops")]
    private partial void LogBroken(Exception error);
}
