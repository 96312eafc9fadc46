using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bqx.Trainer.Runs;

/// <summary>A run as JSON. Equal records give equal bytes; a figure that is no number is written as <c>"NaN"</c>.</summary>
internal static class RunJson
{
    private static readonly JsonSerializerOptions Lines = Options(indented: true);
    private static readonly JsonSerializerOptions OneLine = Options(indented: false);

    /// <summary>As <c>run.json</c> holds it, UTF-8 with a line feed at the end.</summary>
    public static byte[] Write(RunRecord run) => [.. JsonSerializer.SerializeToUtf8Bytes(run, Lines), (byte)'\n'];

    /// <summary>The same on one line.</summary>
    public static string WriteLine(RunRecord run) => JsonSerializer.Serialize(run, OneLine);

    /// <exception cref="JsonException">This is no run.</exception>
    public static RunRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<RunRecord>(json, Lines) ?? throw new JsonException("null is no run.");

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        NewLine = "\n",
    };
}
