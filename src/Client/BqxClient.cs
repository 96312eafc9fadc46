using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Monitor = Bqx.V1.Monitor;

namespace Bqx.Client;

/// <summary>
/// A typed client: every call has a deadline, and is tried again while the server is unavailable. Safe for any number of threads; one
/// is enough for a process.
/// </summary>
public sealed class BqxClient : IDisposable
{
    private readonly BqxClientOptions _options;
    private readonly Connections _connections;
    private readonly CallRunner _runner;
    private readonly Prediction.PredictionClient _predictions;
    private readonly Bars.BarsClient _bars;
    private readonly Monitor.MonitorClient _monitor;
    private readonly Models.ModelsClient? _models;

    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public BqxClient(BqxClientOptions options)
    {
        _options = options;
        _connections = new Connections(options);
        _runner = new CallRunner(options);
        _predictions = new Prediction.PredictionClient(_connections.Calls);
        _bars = new Bars.BarsClient(_connections.Calls);
        _monitor = new Monitor.MonitorClient(_connections.Calls);
        _models = _connections.AdminCalls is { } admin ? new Models.ModelsClient(admin) : null;
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
        return _runner.RunAsync(call => _predictions.PredictAsync(request, call), cancellationToken);
    }

    /// <summary>The latest predictions of several pairs, all of one snapshot.</summary>
    /// <param name="pairs">Distinct; empty: all 28.</param>
    /// <inheritdoc cref="PredictAsync"/>
    public ValueTask<PredictBatchReply> PredictBatchAsync(
        IEnumerable<string> pairs, string? model = null, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        var request = new PredictBatchRequest { Pairs = { pairs }, Model = model ?? "", MaxAge = DurationOf(maxAge) };
        return _runner.RunAsync(call => _predictions.PredictBatchAsync(request, call), cancellationToken);
    }

    /// <summary>Runs a model on the caller's own vector.</summary>
    /// <param name="request">The pair, its vector and the fingerprint of what is in it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RpcException">The call failed; its trailer <c>bqx-fault</c> says how.</exception>
    public ValueTask<PredictVectorReply> PredictVectorAsync(PredictVectorRequest request, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(call => _predictions.PredictVectorAsync(request, call), cancellationToken);

    /// <summary>
    /// The current predictions, then every new snapshot. Subscribes again by itself while the server is unavailable; then each minute is still
    /// delivered once, and none after a later one.
    /// </summary>
    /// <param name="pairs">Distinct; empty: all 28.</param>
    /// <param name="model">A label or name@version; null: production.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The server refused it.</exception>
    public IAsyncEnumerable<SubscribeReply> SubscribeAsync(
        IEnumerable<string> pairs, string? model = null, CancellationToken cancellationToken = default) =>
        new Subscription(_predictions, _options).RunAsync(new SubscribeRequest { Pairs = { pairs }, Model = model ?? "" }, cancellationToken);

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
        return _runner.RunAsync(call => _bars.LatestAsync(request, call), cancellationToken);
    }

    /// <summary>What each family of features changes in a pair's present forecast.</summary>
    /// <param name="pair">Such as EURUSD.</param>
    /// <param name="model">A label or name@version; null: production.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<ExplainReply> ExplainAsync(string pair, string? model = null, CancellationToken cancellationToken = default)
    {
        var request = new ExplainRequest { Pair = pair, Model = model ?? "" };
        return _runner.RunAsync(call => _predictions.ExplainAsync(request, call), cancellationToken);
    }

    /// <summary>How good the predictions were whose outcome has become known in the last hour, day and week.</summary>
    /// <param name="label">A label; null: production.</param>
    /// <param name="pairs">Distinct; null: all 28.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<QualityReply> QualityAsync(
        string? label = null, IEnumerable<string>? pairs = null, CancellationToken cancellationToken = default)
    {
        var request = new QualityRequest { Label = label ?? "", Pairs = { pairs ?? [] } };
        return _runner.RunAsync(call => _monitor.QualityAsync(request, call), cancellationToken);
    }

    /// <summary>How long calls and bars took since the server started.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<LatencyReply> LatencyAsync(CancellationToken cancellationToken = default) =>
        _runner.RunAsync(call => _monitor.LatencyAsync(new LatencyRequest(), call), cancellationToken);

    /// <summary>Frees a model that no label is on. Made once: a second try would find it gone.</summary>
    /// <param name="model">name@version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidOperationException"><see cref="BqxClientOptions.AdminAddress"/> is not set.</exception>
    /// <exception cref="RpcException">The call failed; its trailer <c>bqx-fault</c> says how.</exception>
    public async ValueTask<ModelInfo> UnloadModelAsync(string model, CancellationToken cancellationToken = default)
    {
        var models = _models ?? throw new InvalidOperationException("Models are unloaded at the administration: set BqxClientOptions.AdminAddress.");
        var deadline = _options.Time.GetUtcNow().UtcDateTime + _options.Deadline;
        return await models.UnloadAsync(new UnloadModelRequest { Model = model }, deadline: deadline, cancellationToken: cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _connections.Dispose();

    private static Duration? DurationOf(TimeSpan? span) => span is { } value ? Duration.FromTimeSpan(value) : null;
}
