using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>What a plug-in says of itself (<c>plugin.json</c>).</summary>
public sealed record PluginManifest
{
    /// <summary>Version of this format: 1.</summary>
    public required int Format { get; init; }

    /// <summary>Its name, which is that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The assembly that holds the class; one of <see cref="Files"/>.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name of the class, which implements <see cref="IModelPlugin"/> and has a public constructor without parameters.</summary>
    public required string Type { get; init; }

    /// <summary>SHA-256 of every assembly that is loaded, by file name: 64 lower-case hexadecimal digits.</summary>
    public required ImmutableSortedDictionary<string, string> Files { get; init; }

    /// <summary>Serializes to UTF-8.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PluginJsonContext.Default.PluginManifest);

    /// <summary>Parses UTF-8.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: not a manifest of format 1.</exception>
    public static PluginManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, PluginJsonContext.Default.PluginManifest);
            if (manifest is not { Format: 1 })
            {
                throw Refuse.Because($"plugin.json has format {manifest?.Format}: 1 is known.");
            }

            Refuse.If(!manifest.Files.ContainsKey(manifest.Assembly), "plugin.json does not list its own assembly among its files.");
            return manifest;
        }
        catch (JsonException error)
        {
            throw new FaultException(Fault.ModelFailed, $"plugin.json is not valid at line {error.LineNumber + 1}: {error.Path}", error);
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PluginManifest))]
internal sealed partial class PluginJsonContext : JsonSerializerContext;
