using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bqx.Benching.Results;

[JsonSerializable(typeof(BenchResult))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    /// <summary>One line. Numbers are rounded to four decimals.</summary>
    public static string Line(BenchResult result) =>
        JsonSerializer.Serialize(Rounded(result), Default.BenchResult);

    private static BenchResult Rounded(BenchResult result) => result with
    {
        Series = [.. result.Series.Select(row => row with
        {
            Rps = Round(row.Rps),
            P50 = Round(row.P50),
            P95 = Round(row.P95),
            P99 = Round(row.P99),
            P999 = Round(row.P999),
            AllocBytes = row.AllocBytes is { } bytes ? Round(bytes) : null,
        })],
        Figures = Rounded(result.Figures),
        Ratios = Rounded(result.Ratios),
    };

    private static SortedDictionary<string, double> Rounded(IReadOnlyDictionary<string, double> values) =>
        new(values.ToDictionary(pair => pair.Key, pair => Round(pair.Value)), StringComparer.Ordinal);

    private static double Round(double value) => Math.Round(value, 4, MidpointRounding.ToEven);
}
