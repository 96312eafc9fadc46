using System.Globalization;
using Bqx.LoadTests.Machine;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tools;

/// <summary>
/// Runs h2load with one connection and one thread. Throughput and percentiles come from separate runs: the log costs a
/// system call a request, which takes a quarter of the throughput.
/// </summary>
internal sealed class H2Load
{
    private const string WarmUp = "200ms";
    private readonly string _program = ToolPath.Require("h2load", "nghttp2-client");

    public async Task<H2LoadRun> ThroughputAsync(
        BenchTarget target, int streams, TimeSpan duration, CancellationToken cancellationToken) =>
        await RunAsync(target, streams, Timed(duration), cancellationToken);

    public async Task<LatencySummary> LatencyAsync(
        BenchTarget target, int streams, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The name must not exist: h2load appends.
        var log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await RunAsync(target, streams, [.. Timed(duration), $"--log-file={log}"], cancellationToken);
            using var reader = new StreamReader(log);
            return H2LoadLog.Read(reader);
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>Exactly <paramref name="requests"/> requests, for figures that are divided by their number.</summary>
    public Task<H2LoadRun> CountedAsync(BenchTarget target, int streams, int requests, CancellationToken cancellationToken) =>
        RunAsync(target, streams, ["-n", requests.ToString(CultureInfo.InvariantCulture)], cancellationToken);

    private static string[] Timed(TimeSpan duration) => ["-D", $"{duration.TotalMilliseconds:F0}ms", $"--warm-up-time={WarmUp}"];

    private async Task<H2LoadRun> RunAsync(
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

        var run = H2LoadOutput.Parse(ended.Output);
        return run is { Unsuccessful: 0, Succeeded: > 0 }
            ? run
            : throw new BenchException(
                $"{target.Name}: {run.Unsuccessful} of {run.Requests} requests failed at {streams} streams in flight.");
    }
}
