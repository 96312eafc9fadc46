using System.Diagnostics;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Pipeline;

/// <summary>
/// Writes what serving does not depend on: never makes its caller wait, forgets the oldest when the target is slow or gone, and goes on by
/// itself when it is back.
/// </summary>
internal sealed partial class SideWriter<T>
{
    private readonly string _target;
    private readonly string _span;
    private readonly Func<T, CancellationToken, Task> _write;
    private readonly SideWriterMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Channel<(T Item, ActivityContext Trace)> _queue;
    private bool _failing;

    public SideWriter(
        string target, int capacity, Func<T, CancellationToken, Task> write, SideWriterMetrics metrics, ILogger<SideWriter<T>> logger)
    {
        _target = target;
        _span = "write " + target;
        _write = write;
        _metrics = metrics;
        _logger = logger;
        _queue = Channel.CreateBounded<(T Item, ActivityContext Trace)>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => _metrics.Dropped(_target));
    }

    /// <summary>Queues an item; the oldest gives way when the queue is full.</summary>
    public void Enqueue(T item) => _queue.Writer.TryWrite((item, Activity.Current?.Context ?? default));

    /// <summary>Takes no more; what is queued is still written.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Runs until <see cref="Complete"/> and the queue is empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (item, trace) in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            await WriteAsync(item, trace, cancellationToken);
        }
    }

    private async Task WriteAsync(T item, ActivityContext trace, CancellationToken cancellationToken)
    {
        using var span = Traces.Continue(_span, trace);
        try
        {
            await _write(item, cancellationToken);
            _metrics.Written(_target);
            if (_failing)
            {
                _failing = false;
                LogRecovered(_target);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            _metrics.Failed(_target);
            if (!_failing)
            {
                _failing = true;
                LogFailing(_target, error is FaultException ? error.Message : error.GetType().Name);
            }
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "Cannot write {Target}: {Reason} Serving goes on")]
    private partial void LogFailing(string target, string reason);

    [LoggerMessage(2102, LogLevel.Information, "{Target} is written again")]
    private partial void LogRecovered(string target);
}
