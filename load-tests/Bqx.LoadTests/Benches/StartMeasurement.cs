using System.Diagnostics;
using Bqx.Benching.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// Starts further servers beside one that runs, on the same databases and packages: how long each takes from the start of its process to being
/// ready, and how its first request compares with the later ones. The caller is warm and connected before the first request.
/// </summary>
internal sealed class StartMeasurement(BundledServer server, Action<string> progress)
{
    private const int Starts = 5;
    private const int Requests = 2_000;

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        // The caller's own code is compiled on the server that runs.
        using (var warm = await PredictProbe.ConnectAsync(server.Address, cancellationToken))
        {
            await MedianAsync(warm, cancellationToken);
        }

        var (ready, first, steady) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 1; i <= Starts; i++)
        {
            await using var replica = await server.StartReplicaAsync(cancellationToken);
            ready.Add(replica.ReadyAfter.TotalMilliseconds);
            using var probe = await PredictProbe.ConnectAsync(replica.Address, cancellationToken);
            first.Add(await TimeAsync(probe, cancellationToken));
            steady.Add(await MedianAsync(probe, cancellationToken));
            progress($"start {i}/{Starts}  ready after {ready[^1]:F0} ms, first request {first[^1]:F0} µs, later {steady[^1]:F0} µs");
        }

        return new Dictionary<string, double>
        {
            ["ready_ms"] = Statistics.Median(ready),
            ["first_request_us"] = Statistics.Median(first),
            ["first_request_over_steady"] = Statistics.MedianRatio(first, steady),
        };
    }

    private static async Task<double> MedianAsync(PredictProbe probe, CancellationToken cancellationToken)
    {
        var times = new double[Requests];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = await TimeAsync(probe, cancellationToken);
        }

        return Statistics.Median(times);
    }

    private static async Task<double> TimeAsync(PredictProbe probe, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await probe.CallAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }
}
