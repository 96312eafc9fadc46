using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bqx.Core;

/// <summary>Reads and writes <c>manifest.json</c>: snake_case, indented, the same bytes for the same manifest.</summary>
public static class ModelManifestJson
{
    /// <summary>Serializes to UTF-8.</summary>
    public static byte[] Write(ModelManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJsonContext.Default.ModelManifest);

    /// <summary>Parses UTF-8.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: not a manifest of format 1.</exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJsonContext.Default.ModelManifest);
            return manifest is { Format: 1 }
                ? manifest
                : throw new FaultException(Fault.ModelFailed, $"manifest.json has format {manifest?.Format}: 1 is known.");
        }
        catch (JsonException error)
        {
            throw new FaultException(Fault.ModelFailed, $"manifest.json is not valid at line {error.LineNumber + 1}: {error.Path}", error);
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
