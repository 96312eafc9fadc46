using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bqx.Storage;

/// <summary>Spans of calls to PostgreSQL and Redis, and <c>bqx.db_query.duration</c>. They name what is called, never its values.</summary>
public static class StorageTelemetry
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "Bqx.Storage";

    private const string OwnPrefix = "Postgres";
    private const string AsyncSuffix = "Async";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Queries = Meter.CreateHistogram(
        "bqx.db_query.duration",
        "s",
        "Time of work on a connection to PostgreSQL, by what asked for it and result: ok, failed",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });

    // By file and member: a fixed set, that of the calls in this assembly.
    private static readonly ConcurrentDictionary<(string File, string Member), string> Operations = new();

    /// <summary>A span below the present one; null where nothing is traced.</summary>
    internal static Activity? Start(string system, string operation)
    {
        if (Activity.Current is null || Source.StartActivity($"{system} {operation}", ActivityKind.Client) is not { } span)
        {
            return null;
        }

        span.SetTag("db.system.name", system);
        span.SetTag("db.operation.name", operation);
        return span;
    }

    internal static void Queried(string operation, TimeSpan taken, bool succeeded) => Queries.Record(
        taken.TotalSeconds,
        new KeyValuePair<string, object?>("operation", operation),
        new KeyValuePair<string, object?>("result", succeeded ? "ok" : "failed"));

    /// <summary>What a caller is called, such as BarStore.Write for WriteAsync of PostgresBarStore.cs.</summary>
    internal static string OperationOf(string file, string member) => Operations.GetOrAdd((file, member), static caller =>
    {
        var type = Path.GetFileNameWithoutExtension(caller.File);
        type = type.StartsWith(OwnPrefix, StringComparison.Ordinal) ? type[OwnPrefix.Length..] : type;
        var member = caller.Member.EndsWith(AsyncSuffix, StringComparison.Ordinal) ? caller.Member[..^AsyncSuffix.Length] : caller.Member;
        return $"{type}.{member}";
    });
}
