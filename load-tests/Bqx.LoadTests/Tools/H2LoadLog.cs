using System.Globalization;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tools;

/// <summary>
/// Reads h2load's <c>--log-file</c>: a line a request with start (µs of the epoch), HTTP status and duration (µs),
/// parted by tabs.
/// </summary>
internal static class H2LoadLog
{
    public static LatencySummary Read(TextReader log)
    {
        var histogram = new LatencyHistogram();
        for (var number = 1; log.ReadLine() is { } line; number++)
        {
            var first = line.IndexOf('\t');
            var last = line.LastIndexOf('\t');
            if (first < 0 || last == first
                || !long.TryParse(line.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var duration))
            {
                throw new BenchException($"Line {number} of h2load's log is '{line}'; three numbers parted by tabs are expected.");
            }

            if (!line.AsSpan(first + 1, last - first - 1).SequenceEqual("200"))
            {
                throw new BenchException($"Line {number} of h2load's log has HTTP status {line[(first + 1)..last]}, not 200.");
            }

            histogram.Record(duration);
        }

        return histogram.Count > 0
            ? LatencySummary.Of(histogram, LatencySummary.Microseconds)
            : throw new BenchException("h2load's log is empty: no request ended.");
    }
}
