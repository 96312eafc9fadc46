using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Guard;
using Bqx.Server.Hosting;
using Bqx.Server.Pipeline;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Labels;

/// <summary>
/// Follows the labels: makes requested versions ready, reports them, commits what all replicas have, and lets the models that labels are on
/// serve. While the store is out of reach, what serves goes on serving.
/// </summary>
internal sealed partial class LabelWatcher(
    ILabelStore store,
    ModelHost host,
    BarPipeline pipeline,
    LabelBoard board,
    Readiness readiness,
    PromotionGuard guard,
    IOptions<ServerOptions> options,
    TimeProvider time,
    ILogger<LabelWatcher> logger) : IDisposable
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryRefusedAfter = TimeSpan.FromMinutes(1);

    private readonly string _replica = options.Value.Replica;

    // Requests that this replica has answered or waits for, by label. Touched by one step at a time.
    private readonly Dictionary<string, PendingRequest> _pending = new(StringComparer.Ordinal);

    // Labels whose model could not be loaded when it was tried last.
    private readonly Dictionary<string, PendingRequest> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _step = new(1, 1);
    private Dictionary<string, LoadedModel> _serving = new(StringComparer.Ordinal);

    /// <summary>Runs until it is cancelled, then takes this replica off the list.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(WatchAsync(cancellationToken), BeatAsync(cancellationToken));
        }
        finally
        {
            await LeaveAsync();
        }
    }

    /// <summary>
    /// Loads the models that labels are on, for those who run later: what is out of reach or refused now is said when it is tried again.
    /// </summary>
    public async Task PreloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var label in (await store.ReadAsync(cancellationToken)).Where(label => label.Current is not null))
            {
                await LoadAsync(label.Current!, cancellationToken);
            }
        }
        catch (FaultException)
        {
            // Said by the step that serves.
        }
    }

    public void Dispose() => _step.Dispose();

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await store.HeartbeatAsync(_replica, cancellationToken);
                await StepAsync(await store.ReadAsync(cancellationToken), cancellationToken);
                await foreach (var labels in store.WatchAsync(cancellationToken))
                {
                    await StepAsync(labels, cancellationToken);
                }
            }
            catch (FaultException error)
            {
                LogStoreLost(error.Message);
            }

            await Task.Delay(RetryAfter, time, cancellationToken);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(HeartbeatEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await store.HeartbeatAsync(_replica, cancellationToken);
                await StepAsync(await store.ReadAsync(cancellationToken), cancellationToken);
            }
            catch (FaultException error)
            {
                LogHeartbeatFailed(error.Message);
            }
        }
    }

    private async Task StepAsync(IReadOnlyList<ModelLabel> read, CancellationToken cancellationToken)
    {
        await _step.WaitAsync(cancellationToken);
        try
        {
            guard.CloseEnded();
            var labels = Newest(read, board.Current.Labels);
            var present = Newest(labels, await AnswerRequestsAsync(labels, cancellationToken));
            await ServeAsync(present, cancellationToken);
            if (!present.SequenceEqual(board.Current.Labels))
            {
                board.Publish(present);
            }
        }
        finally
        {
            _step.Release();
        }
    }

    private async Task<IReadOnlyList<ModelLabel>> AnswerRequestsAsync(
        IReadOnlyList<ModelLabel> labels, CancellationToken cancellationToken)
    {
        foreach (var gone in _pending.Keys.Except(labels.Where(label => label.Requested is not null).Select(label => label.Label)).ToList())
        {
            _pending.Remove(gone);
        }

        foreach (var label in labels.Where(label => label.Requested is not null))
        {
            if (_pending.TryGetValue(label.Label, out var known) && known.Revision == label.Revision)
            {
                await RejectIfLateAsync(label, known, cancellationToken);
                continue;
            }

            _pending[label.Label] = new PendingRequest(label.Revision, time.GetTimestamp());
            await MakeReadyAsync(label, cancellationToken);
        }

        return _pending.Count == 0 ? [] : await store.CommitReadyAsync(cancellationToken);
    }

    private async Task MakeReadyAsync(ModelLabel label, CancellationToken cancellationToken)
    {
        var requested = label.Requested!;
        try
        {
            await LoadAsync(requested, cancellationToken);
            await store.ReportAsync(_replica, requested, ModelState.Ready, null, cancellationToken);
        }
        catch (FaultException refused) when (refused.Fault != Fault.StorageUnavailable)
        {
            LogRefused(requested, label.Label, refused.Message);
            await store.ReportAsync(_replica, requested, ModelState.Failed, refused.Message, cancellationToken);
            await store.RejectAsync(label.Label, requested, refused.Message, cancellationToken);
        }
    }

    private async Task<LoadedModel> LoadAsync(ModelId id, CancellationToken cancellationToken)
    {
        var model = await host.LoadAsync(id, cancellationToken);
        return model.Manifest.Pair == "*"
            ? model
            : throw new FaultException(
                Fault.ModelFailed, $"{id} is for {model.Manifest.Pair} alone: a model for all pairs ('*') is needed.");
    }

    private async Task RejectIfLateAsync(ModelLabel label, PendingRequest request, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(request.SeenAt) > options.Value.PromotionTimeout)
        {
            var reason = $"Not all replicas had {label.Requested} ready within {options.Value.PromotionTimeout.TotalSeconds:F0} s.";
            await store.RejectAsync(label.Label, label.Requested!, reason, cancellationToken);
        }
    }

    // A label whose model cannot be loaded keeps what it serves.
    private async Task ServeAsync(IReadOnlyList<ModelLabel> labels, CancellationToken cancellationToken)
    {
        var next = new Dictionary<string, LoadedModel>(StringComparer.Ordinal);
        foreach (var label in labels.Where(label => label.Current is not null))
        {
            if (await TryLoadAsync(label, cancellationToken) is { } model)
            {
                next.Add(label.Label, model);
            }
        }

        if (next.Count == _serving.Count && next.All(entry => _serving.GetValueOrDefault(entry.Key) == entry.Value))
        {
            readiness.ModelsKnown(next.ContainsKey(Predictions.PredictionSnapshot.DefaultLabel));
            return;
        }

        if (!await TrySwapAsync(next, cancellationToken))
        {
            return;
        }

        _serving = next;
        readiness.ModelsKnown(next.ContainsKey(Predictions.PredictionSnapshot.DefaultLabel));
        LogServing(string.Join(", ", next.Select(entry => $"{entry.Key}={entry.Value.Id}")));
    }

    private async Task<bool> TrySwapAsync(Dictionary<string, LoadedModel> next, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.SwapAsync(next, cancellationToken);
        }
        catch (FaultException refused)
        {
            LogSwapFailed(refused.Message);
            foreach (var (label, before, model) in Moved(next))
            {
                guard.NeverServed(label, before, model, refused.Message);
            }

            return false;
        }

        // Before the host lets go of what served: the guard keeps that loaded.
        foreach (var (label, before, model) in Moved(next))
        {
            guard.Moved(label, before, model, serves: next.ContainsValue(before));
        }

        try
        {
            await host.ServeAsync(next, cancellationToken);
            return true;
        }
        catch (FaultException freed)
        {
            LogSwapFailed(freed.Message);
            return false;
        }
    }

    private IEnumerable<(string Label, LoadedModel Before, LoadedModel Model)> Moved(Dictionary<string, LoadedModel> next) =>
        from entry in next
        let before = _serving.GetValueOrDefault(entry.Key)
        where before is not null && before != entry.Value
        select (entry.Key, before, entry.Value);

    private async Task<LoadedModel?> TryLoadAsync(ModelLabel label, CancellationToken cancellationToken)
    {
        if (_serving.TryGetValue(label.Label, out var serving) && serving.Id == label.Current)
        {
            return serving;
        }

        if (_refused.TryGetValue(label.Label, out var before) && before.Revision == label.Revision
            && time.GetElapsedTime(before.SeenAt) < RetryRefusedAfter)
        {
            return serving;
        }

        try
        {
            return await LoadAsync(label.Current!, cancellationToken);
        }
        catch (FaultException refused)
        {
            _refused[label.Label] = new PendingRequest(label.Revision, time.GetTimestamp());
            LogRefused(label.Current!, label.Label, refused.Message);
            return serving;
        }
    }

    // A read may have begun before a later change was seen: labels never go back.
    private static List<ModelLabel> Newest(IReadOnlyList<ModelLabel> labels, IReadOnlyList<ModelLabel> others) =>
    [
        .. labels.Concat(others)
            .GroupBy(label => label.Label, StringComparer.Ordinal)
            .Select(same => same.MaxBy(label => label.Revision)!)
            .OrderBy(label => label.Label, StringComparer.Ordinal),
    ];

    private async Task LeaveAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await store.LeaveAsync(_replica, limit.Token);
        }
        catch (Exception error) when (error is FaultException or OperationCanceledException)
        {
            LogHeartbeatFailed(error.Message);
        }
    }

    private readonly record struct PendingRequest(long Revision, long SeenAt);

    [LoggerMessage(3001, LogLevel.Warning, "The label store is out of reach, what serves goes on: {Reason}")]
    private partial void LogStoreLost(string reason);

    [LoggerMessage(3002, LogLevel.Debug, "Heartbeat failed: {Reason}")]
    private partial void LogHeartbeatFailed(string reason);

    [LoggerMessage(3003, LogLevel.Error, "{Model} is refused for '{Label}': {Reason}")]
    private partial void LogRefused(ModelId model, string label, string reason);

    [LoggerMessage(3004, LogLevel.Error, "The new models failed on the present features, the old ones go on: {Reason}")]
    private partial void LogSwapFailed(string reason);

    [LoggerMessage(3005, LogLevel.Information, "Serving {Models}")]
    private partial void LogServing(string models);
}
