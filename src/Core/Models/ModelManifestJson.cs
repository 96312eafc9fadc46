using System.Collections.Immutable;
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
                ? Complete(manifest)
                : throw new FaultException(Fault.ModelFailed, $"manifest.json has format {manifest?.Format}: 1 is known.");
        }
        catch (JsonException error)
        {
            throw new FaultException(Fault.ModelFailed, $"manifest.json is not valid at line {error.LineNumber + 1}: {error.Path}", error);
        }
    }

    // The nullable annotations of the types are checked in reading, but not those of the elements of lists.
    private static ModelManifest Complete(ModelManifest manifest)
    {
        var whole = Has(manifest.Members) && Has(manifest.Splits) && Has(manifest.Metrics) && Has(manifest.Controls)
            && Has(manifest.Inputs) && manifest.Inputs.All(tensor => !tensor.Shape.IsDefault)
            && Has(manifest.Outputs) && manifest.Outputs.All(tensor => !tensor.Shape.IsDefault)
            && Has(manifest.Features) && manifest.Features.All(feature => !feature.Deciles.IsDefault)
            && manifest.Files.Values.All(file => file is not null);
        return whole ? manifest : throw new FaultException(Fault.ModelFailed, "manifest.json has null where a list or its element is needed.");
    }

    private static bool Has<T>(ImmutableArray<T> list)
        where T : class => !list.IsDefault && list.All(element => element is not null);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
