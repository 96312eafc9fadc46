using System.Globalization;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tools;

/// <summary>
/// Runs h2load with one connection and one thread. Throughput and percentiles come from separate runs: the log costs a
/// system call a request, which takes a quarter of the throughput.
/// </summary>
internal sealed class H2Load
{
    private const string WarmUp = "200ms";
    private const int Attempts = 5;
    private readonly string _program = ToolPath.Require("h2load", "nghttp2-client");

    public Task<H2LoadRun> ThroughputAsync(
        BenchTarget target, int streams, TimeSpan duration, CancellationToken cancellationToken) =>
        TimedAsync(target, streams, duration, [], cancellationToken);

    public async Task<LatencySummary> LatencyAsync(
        BenchTarget target, int streams, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The name must not exist: h2load appends.
        var log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await TimedAsync(target, streams, duration, [$"--log-file={log}"], cancellationToken);
            using var reader = new StreamReader(log);
            return H2LoadLog.Read(reader);
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>As many requests a second whatever becomes of them, as long as there are streams for them: those may fail.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="streams">Most of them in flight.</param>
    /// <param name="deadline">Deadline that they carry.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<H2LoadRun> PacedAsync(
        BenchTarget target, int perSecond, int streams, TimeSpan deadline, TimeSpan duration, CancellationToken cancellationToken) => ReadAsync(
        target,
        streams,
        ["-D", $"{duration.TotalMilliseconds:F0}ms", $"--rps={perSecond}", "-H", $"grpc-timeout: {deadline.TotalMilliseconds:F0}m"],
        cancellationToken);

    /// <summary>Exactly <paramref name="requests"/> requests, for figures that are divided by their number.</summary>
    public async Task<H2LoadRun> CountedAsync(
        BenchTarget target, int streams, int requests, CancellationToken cancellationToken)
    {
        var run = await RunAsync(
            target, streams, ["-n", requests.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        return run.Succeeded == requests ? run : throw NothingEnded(target, streams);
    }

    /// <summary>A busy machine may not let a single request end in a short time: then the time is doubled.</summary>
    private async Task<H2LoadRun> TimedAsync(
        BenchTarget target, int streams, TimeSpan duration, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var run = await RunAsync(
                target,
                streams,
                ["-D", $"{duration.TotalMilliseconds * (1 << attempt):F0}ms", $"--warm-up-time={WarmUp}", .. options],
                cancellationToken);
            if (run.Succeeded > 0)
            {
                return run;
            }
        }

        throw NothingEnded(target, streams);
    }

    private static BenchException NothingEnded(BenchTarget target, int streams) =>
        new($"{target.Name}: h2load ended without all of its requests at {streams} streams in flight.");

    private async Task<H2LoadRun> RunAsync(
        BenchTarget target, int streams, IReadOnlyList<string> mode, CancellationToken cancellationToken)
    {
        var run = await ReadAsync(target, streams, mode, cancellationToken);
        return run.Unsuccessful == 0
            ? run
            : throw new BenchException(
                $"{target.Name}: {run.Unsuccessful} of {run.Requests} requests failed at {streams} streams in flight.");
    }

    private async Task<H2LoadRun> ReadAsync(
        BenchTarget target, int streams, IReadOnlyList<string> mode, CancellationToken cancellationToken)
    {
        var (program, arguments) = TwoCores.Pin(_program,
        [
            "-c1", "-t1", $"-m{streams}", .. mode,
            "-H", "te: trailers", "-H", "content-type: application/grpc", "-d", target.DataFile, target.Uri.AbsoluteUri,
        ]);
        var ended = await CommandLine.RunAsync(program, arguments, Path.GetTempPath(), cancellationToken);
        if (ended.ExitCode != 0)
        {
            throw new BenchException($"h2load ended with {ended.ExitCode}: {ended.Errors.Trim()}");
        }

        return H2LoadOutput.Parse(ended.Output);
    }
}
