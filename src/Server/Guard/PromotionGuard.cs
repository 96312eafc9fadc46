using System.Collections.Immutable;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Server.Labels;
using Bqx.Server.Predictions;
using Bqx.Server.Shadow;
using Bqx.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Guard;

/// <summary>
/// Watches every label for a while after it has moved, and moves it back where the new model fails, gives values that are not finite, is
/// slow, or forecasts worse than the model before. A move back is not watched itself.
/// </summary>
internal sealed partial class PromotionGuard(
    Promoter promoter,
    IPromotionLog history,
    BesideRunner beside,
    PredictionMetrics metrics,
    IOptions<GuardOptions> options,
    IOptions<SignalOptions> signals,
    TimeProvider time,
    ILogger<PromotionGuard> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly GuardOptions _options = options.Value;
    private readonly Channel<Breach> _breaches = Channel.CreateUnbounded<Breach>(new UnboundedChannelOptions { SingleReader = true });

    // What each label was on before it moved last. Touched by the label watcher alone.
    private readonly Dictionary<string, ModelId> _origins = new(StringComparer.Ordinal);

    // By label. Replaced whole by the label watcher, read by the pipeline's thread.
    private volatile ImmutableDictionary<string, GuardWindow> _windows = ImmutableDictionary<string, GuardWindow>.Empty;

    /// <summary>Begins to watch a label that has moved; ends what was watched of it. Called by the label watcher while both are loaded.</summary>
    /// <param name="label">The label.</param>
    /// <param name="previous">What it was on.</param>
    /// <param name="model">What it is on.</param>
    /// <param name="serves">Whether the model before still serves under another label: then it is not run beside, where serving would wait for it.</param>
    public void Moved(string label, LoadedModel previous, LoadedModel model, bool serves)
    {
        Close(label);
        if (!IsWatched(label, model))
        {
            return;
        }

        _origins[label] = previous.Id;
        if (previous.TryHold() is not { } held)
        {
            return;
        }

        var window = new GuardWindow(
            label, model, (previous, held), time.GetUtcNow() + _options.Window, FeatureCatalogue.Schema, _options, Report);
        _windows = _windows.SetItem(label, window);
        if (!serves)
        {
            var builder = new PredictionBuilder(previous, FeatureCatalogue.Schema, new SignalRule(signals.Value));
            beside.Set(SlotOf(label), new BesideModel("guard", builder, window.Compare));
        }

        LogWatching(label, model.Id, previous.Id, _options.Window);
    }

    /// <summary>Reports a label that has moved onto a model which then failed on the present features, so that it never served.</summary>
    public void NeverServed(string label, LoadedModel previous, LoadedModel model, string reason)
    {
        if (IsWatched(label, model))
        {
            _origins[label] = previous.Id;
            Report(new Breach(label, model.Id, previous.Id, $"it failed on the present features: {reason}"));
        }
    }

    /// <summary>Ends the windows whose time is over. Called by the label watcher.</summary>
    public void CloseEnded()
    {
        var now = time.GetUtcNow();
        foreach (var (label, _) in _windows.Where(entry => entry.Value.Until <= now).ToList())
        {
            Close(label);
        }
    }

    /// <summary>Takes in what became of a bar. Called by the pipeline's thread.</summary>
    public void Ran(ModelId model, TimeSpan took, FaultException? failed)
    {
        foreach (var (_, window) in _windows)
        {
            window.Ran(model, took, failed);
        }
    }

    /// <summary>Moves labels back until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var breach in _breaches.Reader.ReadAllAsync(cancellationToken))
        {
            LogBreach(breach.Model, breach.Label, breach.Previous, breach.Reason);
            while (!await TryMoveBackAsync(breach, cancellationToken))
            {
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    // False: the store is out of reach, and it is to be tried again.
    private async Task<bool> TryMoveBackAsync(Breach breach, CancellationToken cancellationToken)
    {
        try
        {
            if (await promoter.TryMoveBackAsync(breach.Label, breach.Model, breach.Previous, cancellationToken))
            {
                metrics.RolledBack();
                LogMovedBack(breach.Label, breach.Previous);
                await history.AddAsync(
                    new PromotionEntry(breach.Label, breach.Previous, breach.Model, $"Rolled back by itself: {breach.Reason}", null, null),
                    cancellationToken);
            }

            return true;
        }
        catch (FaultException refused)
        {
            LogNotMovedBack(breach.Label, breach.Previous, refused.Message);
            return refused.Fault != Fault.StorageUnavailable;
        }
    }

    private bool IsWatched(string label, LoadedModel model) =>
        _options.Window > TimeSpan.Zero && label != LabelNames.Shadow && _origins.GetValueOrDefault(label) != model.Id;

    private void Report(Breach breach) => _breaches.Writer.TryWrite(breach);

    private void Close(string label)
    {
        if (_windows.TryGetValue(label, out var window))
        {
            beside.Remove(SlotOf(label));
            _windows = _windows.Remove(label);
            window.Dispose();
        }
    }

    private static string SlotOf(string label) => $"guard:{label}";

    [LoggerMessage(3101, LogLevel.Information, "'{Label}' has moved to {Model}: it is watched against {Previous} for {Window}")]
    private partial void LogWatching(string label, ModelId model, ModelId previous, TimeSpan window);

    [LoggerMessage(3102, LogLevel.Error, "{Model} has to leave '{Label}' for {Previous}: {Reason}")]
    private partial void LogBreach(ModelId model, string label, ModelId previous, string reason);

    [LoggerMessage(3103, LogLevel.Warning, "'{Label}' is back on {Previous}")]
    private partial void LogMovedBack(string label, ModelId previous);

    [LoggerMessage(3104, LogLevel.Error, "'{Label}' cannot go back to {Previous}: {Reason}")]
    private partial void LogNotMovedBack(string label, ModelId previous, string reason);
}
