using System.Text.Json.Serialization;

namespace Bqx.Benching.Results;

/// <summary>What every bench ends with: one object on one line.</summary>
internal sealed record BenchResult(
    [property: JsonPropertyName("bench")] string Bench,
    [property: JsonPropertyName("commit")] string Commit,
    [property: JsonPropertyName("machine")] string Machine,
    [property: JsonPropertyName("date")] DateTimeOffset Date,
    [property: JsonPropertyName("series")] IReadOnlyList<BenchSeries> Series,
    [property: JsonPropertyName("figures")] IReadOnlyDictionary<string, double> Figures,
    [property: JsonPropertyName("ratios")] IReadOnlyDictionary<string, double> Ratios);
