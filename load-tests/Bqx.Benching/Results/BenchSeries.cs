using System.Text.Json.Serialization;

namespace Bqx.Benching.Results;

/// <summary>One row: a subject at one concurrency. Medians over the rounds; latencies in microseconds.</summary>
/// <param name="AllocBytes">Bytes allocated on the server a request; absent (null) where the server cannot say.</param>
internal sealed record BenchSeries(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("concurrency")] int Concurrency,
    [property: JsonPropertyName("rps")] double Rps,
    [property: JsonPropertyName("p50_us")] double P50,
    [property: JsonPropertyName("p95_us")] double P95,
    [property: JsonPropertyName("p99_us")] double P99,
    [property: JsonPropertyName("p999_us")] double P999,
    [property: JsonPropertyName("alloc_bytes")] double? AllocBytes);
