using System.Text.Json.Serialization;

namespace Bqx.Benchmarks.Features;

/// <summary>What <c>load-tests/peers/pandas/features.py</c> prints.</summary>
internal sealed record PandasOutput(
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("rows")] int Rows,
    [property: JsonPropertyName("columns")] int Columns,
    [property: JsonPropertyName("sample")] Dictionary<string, float[]> Sample);

[JsonSerializable(typeof(PandasOutput))]
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
internal sealed partial class PandasJson : JsonSerializerContext;
