using Bqx.Benching.Measuring;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Benches;

/// <summary>A B C A B C …: each round measures every target once, so that a slow minute of the machine hits all.</summary>
internal sealed class InterleavedRounds(H2Load h2Load, Action<string> progress)
{
    public async Task<RoundTable> RunAsync(
        IReadOnlyList<BenchTarget> targets, BenchOptions options, CancellationToken cancellationToken)
    {
        var table = new RoundTable();
        await WarmAsync(targets, options, cancellationToken);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var streams in options.Concurrency)
            {
                foreach (var target in targets.Where(target => target.IsMeasuredAt(streams)))
                {
                    var run = await h2Load.ThroughputAsync(target, streams, options.Duration, cancellationToken);
                    var latency = await h2Load.LatencyAsync(target, streams, options.Duration / 2, cancellationToken);
                    table.Add(target.Name, streams, run.PerSecond, latency);
                    progress($"round {round}/{options.Rounds}  {target.Name}  {streams} in flight: {run.PerSecond:F0}/s, p50 {latency.P50:F0} µs, p99 {latency.P99:F0} µs");
                }
            }
        }

        await MeasureAllocationsAsync(table, targets, options, cancellationToken);
        return table;
    }

    /// <summary>A target that does not answer with grpc-status 0 is not measured.</summary>
    private async Task WarmAsync(IReadOnlyList<BenchTarget> targets, BenchOptions options, CancellationToken cancellationToken)
    {
        using var probe = new RawCall();
        foreach (var target in targets)
        {
            await probe.CheckAsync(target, cancellationToken);
            await h2Load.ThroughputAsync(target, options.Concurrency.Max(), options.WarmUp, cancellationToken);
            await h2Load.ThroughputAsync(target, options.Concurrency.Min(), options.WarmUp / 2, cancellationToken);
        }
    }

    private async Task MeasureAllocationsAsync(
        RoundTable table, IReadOnlyList<BenchTarget> targets, BenchOptions options, CancellationToken cancellationToken)
    {
        foreach (var target in targets.Where(target => target.Allocated is not null))
        {
            foreach (var streams in options.Concurrency.Where(target.IsMeasuredAt))
            {
                table.SetAllocated(
                    target.Name, streams, await AllocatedAsync(target, streams, options.AllocationCalls, cancellationToken));
            }
        }
    }

    /// <summary>Bytes a call: the median of three batches, because servers do other things now and then.</summary>
    private async Task<double> AllocatedAsync(BenchTarget target, int streams, int calls, CancellationToken cancellationToken)
    {
        var batches = new double[3];
        for (var batch = 0; batch < batches.Length; batch++)
        {
            var before = await target.Allocated!(cancellationToken);
            await h2Load.CountedAsync(target, streams, calls, cancellationToken);
            batches[batch] = (double)(await target.Allocated(cancellationToken) - before) / calls;
        }

        return Statistics.Median(batches);
    }
}
