using System.Text.Json;
using System.Text.Json.Serialization;
using Bqx.Core;

namespace Bqx.Trainer.Studies;

/// <summary>The JSON files of a study: snake_case, indented, the same bytes for the same value.</summary>
internal static class StudyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <param name="what">What it should be, for the error.</param>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: this is something else.</exception>
    public static T Read<T>(string what, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options)
                ?? throw new FaultException(Fault.InvalidInput, $"null is no {what}.");
        }
        catch (JsonException error)
        {
            throw new FaultException(Fault.InvalidInput, $"This is no {what}: line {error.LineNumber + 1}, {error.Path}.", error);
        }
    }
}
