using System.Threading.Channels;
using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Bqx.Server.Telemetry;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Requests;

/// <summary>
/// Keeps a sample of the requests in the log, so that they can be answered again. A call that is not in the sample pays for a comparison, one
/// that is for a place in a bounded queue; what does not fit there is dropped and counted.
/// </summary>
internal sealed partial class RequestRecorder : IDisposable
{
    private const string Target = "request";
    private const int MaxBatch = 256;

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    // Calls of this thread since the last one in the sample.
    [ThreadStatic]
    private static int _seen;

    private readonly IRequestLog _log;
    private readonly RequestLogOptions _options;
    private readonly SideWriterMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _rule;
    private readonly int _every;
    private readonly Channel<Func<LoggedRequest>> _queue;
    private readonly CancellationTokenSource _completed = new();
    private DateTimeOffset _trimAt;
    private bool _failing;

    public RequestRecorder(
        IRequestLog log,
        IOptions<RequestLogOptions> options,
        IOptions<SignalOptions> signals,
        SideWriterMetrics metrics,
        TimeProvider time,
        ILogger<RequestRecorder> logger)
    {
        (_log, _options, _metrics, _time, _logger) = (log, options.Value, metrics, time, logger);
        _rule = SignalRuleText.Of(signals.Value);
        _every = _options.Share > 0 ? (int)Math.Round(1 / _options.Share) : 0;
        _queue = Channel.CreateBounded<Func<LoggedRequest>>(new BoundedChannelOptions(_options.Capacity) { SingleReader = true });
        _trimAt = time.GetUtcNow();
    }

    /// <summary>Whether the present call is in the sample.</summary>
    public bool Takes()
    {
        if (_every == 0 || ++_seen < _every)
        {
            return false;
        }

        _seen = 0;
        return true;
    }

    /// <summary>Keeps an answer of Predict.</summary>
    public void Offer(PublishedReply reply)
    {
        if (reply.Published.Input is { } input)
        {
            var at = _time.GetUtcNow();
            Offer(() => new LoggedRequest
            {
                At = at,
                Method = nameof(PredictionService.Predict),
                Pair = reply.Published.Value.Pair,
                Model = reply.Published.Value.Model,
                ModelDigest = reply.Published.Value.ModelDigest,
                Input = input.Rows,
                Position = reply.Published.Value.Pair.Index,
                SignalRule = _rule,
                Flags = reply.Published.Value.Flags,
                IsStale = reply.IsStale,
                Age = reply.Age,
                Answer = reply.ToMessage().ToByteArray(),
            });
        }
    }

    /// <summary>Keeps an answer of PredictVector.</summary>
    public void Offer(PairPrediction prediction, VectorCapture capture, V1.PredictVectorReply reply)
    {
        var at = _time.GetUtcNow();
        Offer(() => new LoggedRequest
        {
            At = at,
            Method = nameof(PredictionService.PredictVector),
            Pair = prediction.Pair,
            Model = prediction.Model,
            ModelDigest = prediction.ModelDigest,
            Input = PredictionInput.Of(capture.Pairs, capture.Rows),
            Position = capture.Position,
            IsHead = capture.IsHead,
            SignalRule = _rule,
            Flags = prediction.Flags,
            Answer = reply.ToByteArray(),
        });
    }

    /// <summary>Takes no more; what is queued is still written.</summary>
    public void Complete()
    {
        _queue.Writer.TryComplete();
        _completed.Cancel();
    }

    /// <summary>Writes until <see cref="Complete"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<LoggedRequest>();
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(_options.WriteEvery, _time, _completed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var make))
            {
                batch.Add(make());
            }

            await WriteAsync(batch, cancellationToken);
            batch.Clear();
            await TrimAsync(cancellationToken);
        }
    }

    public void Dispose() => _completed.Dispose();

    private void Offer(Func<LoggedRequest> make)
    {
        if (!_queue.Writer.TryWrite(make))
        {
            _metrics.Dropped(Target);
        }
    }

    private async Task WriteAsync(List<LoggedRequest> batch, CancellationToken cancellationToken)
    {
        try
        {
            await _log.WriteAsync(batch, cancellationToken);
            _metrics.Written(Target, batch.Count);
            _failing = false;
        }
        catch (FaultException error)
        {
            _metrics.Failed(Target, batch.Count);
            if (!_failing)
            {
                _failing = true;
                LogFailing(error.Message);
            }
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        if (_failing || _time.GetUtcNow() < _trimAt)
        {
            return;
        }

        try
        {
            await _log.TrimAsync(_time.GetUtcNow() - _options.Retention, cancellationToken);
            _trimAt = _time.GetUtcNow() + TrimEvery;
        }
        catch (FaultException error)
        {
            LogNotTrimmed(error.Message);
        }
    }

    [LoggerMessage(2602, LogLevel.Warning, "Old requests are not deleted yet: {Reason}")]
    private partial void LogNotTrimmed(string reason);

    [LoggerMessage(2601, LogLevel.Warning, "Requests are not kept: {Reason} Serving goes on")]
    private partial void LogFailing(string reason);
}
