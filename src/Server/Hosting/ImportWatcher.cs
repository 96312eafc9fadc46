using Bqx.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>Rebuilds features when an import has put bars into the store that this server has read already.</summary>
internal sealed partial class ImportWatcher(
    IBarChanges changes, IFeatureStore features, FeatureRebuilder rebuilder, IOptions<ServerOptions> options, TimeProvider time, ILogger<ImportWatcher> logger)
{
    private string? _mark;
    private bool _failing;

    /// <summary>From here on changes count. Before history is read, so that none falls between.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _mark ??= (await changes.ReadAsync(null, cancellationToken)).Mark;

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.Value.FollowEvery, time, cancellationToken);
            try
            {
                if (await ForgetAsync(cancellationToken) is { } earliest)
                {
                    LogChanged(earliest);
                    await rebuilder.RebuildAsync(earliest, cancellationToken);
                }

                _failing = false;
            }
            catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
            {
                if (!_failing)
                {
                    _failing = true;
                    LogFailing(error.Message);
                }
            }
        }
    }

    /// <summary>After the last engine state has been stored: what has changed and was not looked at yet is not to be lacking in it.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ForgetAsync(cancellationToken);
        }
        catch (Exception error) when (error is FaultException or OperationCanceledException)
        {
            LogFailing(error.Message);
        }
    }

    // Forgets the engine states that lack changed bars: this server may have stored one since. Returns the first minute that has changed.
    private async Task<Minute?> ForgetAsync(CancellationToken cancellationToken)
    {
        var seen = await changes.ReadAsync(_mark, cancellationToken);
        if (seen.Earliest is { } earliest)
        {
            await features.ForgetEngineStatesAsync(earliest, cancellationToken);
        }

        _mark = seen.Mark;
        return seen.Earliest;
    }

    [LoggerMessage(1501, LogLevel.Information, "An import has changed stored bars since {Earliest}: features are rebuilt from the store")]
    private partial void LogChanged(Minute earliest);

    [LoggerMessage(1502, LogLevel.Warning, "Whether stored bars have changed cannot be read: {Reason}")]
    private partial void LogFailing(string reason);
}
