using System.Text;

namespace Bqx.Benching.Results;

/// <summary>The same result for people.</summary>
internal static class BenchTable
{
    public static string Of(BenchResult result)
    {
        var width = Math.Max("series".Length, result.Series.Select(row => row.Name.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        text.AppendLine($"{result.Bench}  {result.Commit}  {result.Date:yyyy-MM-dd HH:mm} UTC");
        text.AppendLine(result.Machine);
        text.AppendLine();
        text.AppendLine(
            $"{"series".PadRight(width)}  {"conc",5}  {"rps",9}  {"p50 µs",8}  {"p95 µs",8}  {"p99 µs",8}  {"p99.9 µs",9}  {"bytes/call",10}");
        foreach (var row in result.Series)
        {
            var bytes = row.AllocBytes is { } value ? value.ToString("F0") : "–";
            text.AppendLine(
                $"{row.Name.PadRight(width)}  {row.Concurrency,5}  {row.Rps,9:F0}  {row.P50,8:F1}  {row.P95,8:F1}  {row.P99,8:F1}  {row.P999,9:F1}  {bytes,10}");
        }

        Append(text, "figures", result.Figures);
        Append(text, "ratios", result.Ratios);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyDictionary<string, double> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine(title);
        var width = values.Keys.Max(key => key.Length);
        foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendLine($"  {key.PadRight(width)}  {value:0.####}");
        }
    }
}
