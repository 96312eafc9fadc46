using System.Collections.Concurrent;
using System.Diagnostics;
using Bqx.V1;
using Grpc.Core;
using Pair = Bqx.Core.Pair;

namespace Bqx.Trainer.Up;

/// <summary>
/// Calls <c>Predict</c> without pause from a few workers, over all pairs in turn, and counts what comes back. It shows that a swap
/// costs no request; it is no benchmark.
/// </summary>
internal sealed class PredictLoad : IAsyncDisposable
{
    private const int Workers = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _byModel = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<List<double>> _latencies = [];
    private readonly Task _workers;

    /// <summary>Starts at once.</summary>
    public PredictLoad(Prediction.PredictionClient client) =>
        _workers = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => RunAsync(client, worker, _stop.Token)));

    /// <summary>Answers so far, by the model that made them.</summary>
    public IReadOnlyDictionary<string, long> ByModel => _byModel;

    /// <summary>Stops and sums up.</summary>
    public async Task<PredictLoadResult> StopAsync()
    {
        await _stop.CancelAsync();
        await _workers;
        var latencies = _latencies.SelectMany(list => list).Order().ToList();
        return new PredictLoadResult(
            latencies.Count + _failures.Values.Sum(),
            _failures.Values.Sum(),
            string.Join("; ", _failures.Select(failure => $"{failure.Value} x {failure.Key}")),
            Percentile(latencies, 0.5),
            Percentile(latencies, 0.99),
            _byModel.OrderBy(model => model.Key, StringComparer.Ordinal).ToDictionary());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _workers;
        _stop.Dispose();
    }

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[(int)((sorted.Count - 1) * share)], 1);

    private async Task RunAsync(Prediction.PredictionClient client, int worker, CancellationToken cancellationToken)
    {
        var latencies = new List<double>();
        for (var call = worker; !cancellationToken.IsCancellationRequested; call++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                // A call under way is never cut: the next look at the token ends the loop.
                var request = new PredictRequest { Pair = Pair.All[call % Pair.Count].Name };
                var reply = await client.PredictAsync(request, deadline: null, cancellationToken: CancellationToken.None);
                var model = reply.Prediction.Model;
                _byModel.AddOrUpdate($"{model.Name}@{model.Version}", 1, (_, count) => count + 1);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
            catch (RpcException error)
            {
                _failures.AddOrUpdate($"{error.StatusCode} {error.Status.Detail}", 1, (_, count) => count + 1);
            }
        }

        _latencies.Add(latencies);
    }
}
