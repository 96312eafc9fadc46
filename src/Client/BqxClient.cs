using System.Runtime.CompilerServices;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Polly;
using Monitor = Bqx.V1.Monitor;

namespace Bqx.Client;

/// <summary>
/// A typed client: every call has a deadline, and is tried again while the server is unavailable. Safe for any number of threads; one
/// is enough for a process.
/// </summary>
public sealed class BqxClient : IDisposable
{
    private readonly BqxClientOptions _options;
    private readonly GrpcChannel _channel;
    private readonly Prediction.PredictionClient _predictions;
    private readonly Bars.BarsClient _bars;
    private readonly Monitor.MonitorClient _monitor;
    private readonly ResiliencePipeline _retry;

    public BqxClient(BqxClientOptions options)
    {
        _options = options;
        _channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions { HttpHandler = options.Handler });
        var calls = options.ApiKey is { } key ? _channel.Intercept(headers => WithKey(headers, key)) : _channel.CreateCallInvoker();
        _predictions = new Prediction.PredictionClient(calls);
        _bars = new Bars.BarsClient(calls);
        _monitor = new Monitor.MonitorClient(calls);
        _retry = RetryPipeline.Create(options);
    }

    /// <summary>The latest prediction of a pair.</summary>
    /// <param name="pair">Such as EURUSD.</param>
    /// <param name="model">A label or name@version; null: production.</param>
    /// <param name="maxAge">The call fails if the prediction is older; null: never.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RpcException">The call failed; its trailer <c>bqx-fault</c> says how.</exception>
    public ValueTask<PredictReply> PredictAsync(
        string pair, string? model = null, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        var request = new PredictRequest { Pair = pair, Model = model ?? "", MaxAge = DurationOf(maxAge) };
        return CallAsync(call => _predictions.PredictAsync(request, call), cancellationToken);
    }

    /// <summary>The latest predictions of several pairs, all of one snapshot.</summary>
    /// <param name="pairs">Distinct; empty: all 28.</param>
    /// <inheritdoc cref="PredictAsync"/>
    public ValueTask<PredictBatchReply> PredictBatchAsync(
        IEnumerable<string> pairs, string? model = null, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        var request = new PredictBatchRequest { Pairs = { pairs }, Model = model ?? "", MaxAge = DurationOf(maxAge) };
        return CallAsync(call => _predictions.PredictBatchAsync(request, call), cancellationToken);
    }

    /// <summary>The current predictions, then every new snapshot. Subscribes again by itself while the server is unavailable.</summary>
    /// <param name="pairs">Distinct; empty: all 28.</param>
    /// <param name="model">A label or name@version; null: production.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The server refused it.</exception>
    public async IAsyncEnumerable<SubscribeReply> SubscribeAsync(
        IEnumerable<string> pairs, string? model = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new SubscribeRequest { Pairs = { pairs }, Model = model ?? "" };
        var backoff = new Backoff(_options);
        while (true)
        {
            using var call = _predictions.Subscribe(request, cancellationToken: cancellationToken);
            while (await NextAsync(call.ResponseStream, cancellationToken) is { } reply)
            {
                backoff.Reset();
                yield return reply;
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// What the server published in the last 24 hours of market time, in time order. Goes on by itself where the
    /// server was unavailable.
    /// </summary>
    /// <param name="query">Which part of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RpcException">The server refused it.</exception>
    public IAsyncEnumerable<PastPrediction> PredictionHistoryAsync(HistoryQuery query, CancellationToken cancellationToken = default) =>
        HistoryStream.PredictionsAsync(_predictions, query, _options, cancellationToken);

    /// <summary>The closed bars of the last 24 hours of market time, in time order, those flagged that were filled.</summary>
    /// <inheritdoc cref="PredictionHistoryAsync"/>
    public IAsyncEnumerable<PastBar> BarHistoryAsync(HistoryQuery query, CancellationToken cancellationToken = default) =>
        HistoryStream.BarsAsync(_bars, query, _options, cancellationToken);

    /// <summary>
    /// Sends bars and tells what is committed. What is not acknowledged is kept and sent again while the server or its store is
    /// unavailable, so every bar that the source gave is committed or rejected when it ends.
    /// </summary>
    /// <param name="batches">Bars, minutes ascending; at most 10,000 a batch.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="RpcException">The server refused the stream.</exception>
    public IAsyncEnumerable<IngestProgress> IngestBarsAsync(
        IAsyncEnumerable<IReadOnlyList<Bar>> batches, CancellationToken cancellationToken = default) =>
        new ResendingIngest(_bars, _options).RunAsync(batches, cancellationToken);

    /// <summary>The latest bar of each pair that the server has seen.</summary>
    /// <param name="pairs">Distinct; empty: all 28.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<LatestBarsReply> LatestBarsAsync(IEnumerable<string> pairs, CancellationToken cancellationToken = default)
    {
        var request = new LatestBarsRequest { Pairs = { pairs } };
        return CallAsync(call => _bars.LatestAsync(request, call), cancellationToken);
    }

    /// <summary>What each family of features changes in a pair's present forecast.</summary>
    /// <param name="pair">Such as EURUSD.</param>
    /// <param name="model">A label or name@version; null: production.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<ExplainReply> ExplainAsync(string pair, string? model = null, CancellationToken cancellationToken = default)
    {
        var request = new ExplainRequest { Pair = pair, Model = model ?? "" };
        return CallAsync(call => _predictions.ExplainAsync(request, call), cancellationToken);
    }

    /// <summary>How good the predictions were whose outcome has become known in the last hour, day and week.</summary>
    /// <param name="label">A label; null: production.</param>
    /// <param name="pairs">Distinct; null: all 28.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<QualityReply> QualityAsync(
        string? label = null, IEnumerable<string>? pairs = null, CancellationToken cancellationToken = default)
    {
        var request = new QualityRequest { Label = label ?? "", Pairs = { pairs ?? [] } };
        return CallAsync(call => _monitor.QualityAsync(request, call), cancellationToken);
    }

    /// <summary>How long calls and bars took since the server started.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<LatencyReply> LatencyAsync(CancellationToken cancellationToken = default) =>
        CallAsync(call => _monitor.LatencyAsync(new LatencyRequest(), call), cancellationToken);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _channel.Dispose();

    private static Metadata WithKey(Metadata headers, string key)
    {
        headers.Add("authorization", $"Bearer {key}");
        return headers;
    }

    private static Duration? DurationOf(TimeSpan? span) => span is { } value ? Duration.FromTimeSpan(value) : null;

    // Null when the stream has broken off and is worth another try.
    private static async ValueTask<SubscribeReply?> NextAsync(
        IAsyncStreamReader<SubscribeReply> replies, CancellationToken cancellationToken)
    {
        try
        {
            return await replies.MoveNext(cancellationToken) ? replies.Current : null;
        }
        catch (RpcException error) when (RetryPipeline.IsTransient(error))
        {
            return null;
        }
    }

    private ValueTask<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var deadline = _options.Time.GetUtcNow().UtcDateTime + _options.Deadline;
        return _retry.ExecuteAsync(
            async stop => await call(new CallOptions(deadline: deadline, cancellationToken: stop)), cancellationToken);
    }
}
