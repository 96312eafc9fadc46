using Bqx.Benching.Results;

namespace Bqx.LoadTests.Load;

/// <summary>One run of the generator, put into the shape of a bench: one series, and figures.</summary>
internal sealed class LoadRun(Connections connections, LoadRequest request, TimeProvider clock)
{
    public const string FailedKey = "failed";

    /// <summary>Arrivals a second; 0 runs the closed loop.</summary>
    public int Rate { get; init; }

    public int Callers { get; init; } = 1;

    public int MaxInFlight { get; init; } = 10_000;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>The same load before the run, not counted: it opens connections and compiles both sides. Zero: none.</value>
    public TimeSpan WarmUp { get; init; }

    public async Task<(BenchSeries Series, IReadOnlyDictionary<string, double> Figures)> RunAsync(
        CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, double>();
        var report = request.Method == LoadMethod.Subscribe
            ? await SubscribeAsync(figures, cancellationToken)
            : await CallAsync(figures, cancellationToken);
        figures["succeeded"] = report.Succeeded;
        figures[FailedKey] = report.Failed;
        foreach (var (status, count) in report.Failures)
        {
            figures[$"{FailedKey}_{status.ToLowerInvariant()}"] = count;
        }

        var latency = report.Latency;
        var series = new BenchSeries(
            SeriesName(), Rate > 0 ? 0 : Callers, report.PerSecond, latency.P50, latency.P95, latency.P99, latency.P999, null);
        return (series, figures);
    }

    /// <summary>An open loop has no concurrency; its rate is in the name.</summary>
    private string SeriesName() => Rate > 0 && request.Method != LoadMethod.Subscribe
        ? $"{LoadMethodNames.NameOf(request.Method)}_at_{Rate}"
        : LoadMethodNames.NameOf(request.Method);

    private async Task<LoadReport> CallAsync(Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var calls = new UnaryCalls(connections, request, clock);
        if (WarmUp > TimeSpan.Zero)
        {
            await LoopAsync(calls, WarmUp, cancellationToken);
        }

        var report = await LoopAsync(calls, Duration, cancellationToken);
        if (Rate == 0)
        {
            return report;
        }

        figures["offered_per_second"] = Rate;
        figures["pacing_p50_us"] = report.Pacing.P50;
        figures["pacing_p99_us"] = report.Pacing.P99;
        figures["pacing_max_us"] = report.Pacing.Max;
        return report;
    }

    private Task<LoadReport> LoopAsync(UnaryCalls calls, TimeSpan duration, CancellationToken cancellationToken)
    {
        var pacer = new SystemPacer(clock);
        return Rate == 0
            ? new ClosedLoop(pacer, Callers, duration).RunAsync(calls.CallAsync, cancellationToken)
            : new OpenLoop(pacer, new ArrivalSchedule(Rate, duration), MaxInFlight).RunAsync(calls.CallAsync, cancellationToken);
    }

    private async Task<LoadReport> SubscribeAsync(Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var streams = new SubscribeStreams(connections, request, Callers, clock);
        var report = await streams.RunAsync(Duration, cancellationToken);
        figures["streams"] = Callers;
        figures["messages"] = streams.Messages;
        figures["conflated"] = streams.Conflated;
        return report;
    }
}
