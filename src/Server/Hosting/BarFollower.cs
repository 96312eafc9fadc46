using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Predictions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>Reads the minutes that another server commits, so that this one serves predictions of the same bars.</summary>
internal sealed partial class BarFollower(
    ServerStores stores, BarPipeline pipeline, PredictionBoard board, IOptions<ServerOptions> options, TimeProvider time, ILogger<BarFollower> logger)
{
    private Minute? _last;
    private bool _failing;

    /// <summary>Follows until a task completes, or for ever.</summary>
    public async Task UntilAsync(Task end, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(end, Task.Delay(options.Value.FollowEvery, time, cancellationToken)) != end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await ReadAsync(complete: false, cancellationToken);
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

    /// <summary>Reads everything that is stored.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => ReadAsync(complete: true, cancellationToken);

    // The other server may be in the middle of the last minute: it is taken when it has all pairs, or its deadline is well past.
    private async Task ReadAsync(bool complete, CancellationToken cancellationToken)
    {
        if (board.Current.Frame is { Close: var served } && !(served <= _last))
        {
            _last = served;
        }

        if (await stores.Bars.GetRangeAsync(cancellationToken) is not { } range || range.Last <= _last)
        {
            return;
        }

        var settled = Minute.Floor(time.GetUtcNow() - (2 * options.Value.MinuteDeadline)) - 1;
        await foreach (var minute in stores.Bars.ReadAsync(_last, null, cancellationToken))
        {
            if (!complete && minute.Close == range.Last && minute.Bars.Length < Pair.Count && minute.Close > settled)
            {
                return;
            }

            if (MarketCalendar.IsOpen(minute.Close))
            {
                await pipeline.FollowAsync(minute, cancellationToken);
            }

            _last = minute.Close;
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "The bars of the other server cannot be read: {Reason} What is served grows older")]
    private partial void LogFailing(string reason);
}
