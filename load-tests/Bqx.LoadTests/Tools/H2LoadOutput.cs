using System.Globalization;
using System.Text.RegularExpressions;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tools;

/// <summary>
/// Reads h2load's summary. A call that ends with a gRPC error counts as a success there (HTTP 200): whoever uses these
/// figures checks grpc-status by another way.
/// </summary>
internal static partial class H2LoadOutput
{
    public static H2LoadRun Parse(string output)
    {
        var rate = RateLine().Match(output);
        var requests = RequestsLine().Match(output);
        var traffic = TrafficLine().Match(output);
        if (!rate.Success || !requests.Success || !traffic.Success)
        {
            throw new BenchException($"h2load printed no summary:\n{output}");
        }

        return new H2LoadRun(
            double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Number(requests, 1),
            Number(requests, 2),
            Number(requests, 3) + Number(requests, 4) + Number(requests, 5),
            Number(traffic, 1));
    }

    private static long Number(Match match, int group) =>
        long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^finished in [^,]+, ([0-9.]+) req/s", RegexOptions.Multiline)]
    private static partial Regex RateLine();

    [GeneratedRegex(
        @"^requests: [0-9]+ total, [0-9]+ started, ([0-9]+) done, ([0-9]+) succeeded, ([0-9]+) failed, ([0-9]+) errored, ([0-9]+) timeout",
        RegexOptions.Multiline)]
    private static partial Regex RequestsLine();

    [GeneratedRegex(@"^traffic: \S+ \(([0-9]+)\) total", RegexOptions.Multiline)]
    private static partial Regex TrafficLine();
}
