using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bqx.Core;

/// <summary>
/// The file of keys:
/// <code>{ "keys": [ { "name": "desk", "roles": ["predict"], "salt": "…", "hash": "…", "per_second": 100, "burst": 200, "created": "…" } ] }</code>
/// Salt and hash are base64. Anything else in it is refused, so that a misspelt limit is not a missing one.
/// </summary>
public static class ApiKeyFile
{
    /// <summary>Most keys in a file.</summary>
    public const int MaxKeys = 10_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads keys.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it is not such a file. The message shows nothing of it but names.</exception>
    public static IReadOnlyList<ApiKey> Read(ReadOnlySpan<byte> utf8)
    {
        KeyList? list;
        try
        {
            list = JsonSerializer.Deserialize<KeyList>(utf8, Json);
        }
        catch (JsonException)
        {
            throw Invalid("it is not JSON of the form {\"keys\": [{\"name\", \"roles\", \"salt\", \"hash\"}]}");
        }

        var entries = list?.Keys ?? throw Invalid("it has no \"keys\"");
        if (entries.Count > MaxKeys)
        {
            throw Invalid($"it has {entries.Count} keys, more than {MaxKeys}");
        }

        var keys = entries.Select(KeyOf).ToList();
        return keys.CountBy(key => key.Name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice
            ? throw Invalid($"it names '{twice}' twice")
            : keys;
    }

    /// <summary>The content of a file.</summary>
    public static byte[] Write(IEnumerable<ApiKey> keys) => JsonSerializer.SerializeToUtf8Bytes(new KeyList([.. keys.Select(EntryOf)]), Json);

    private static ApiKey KeyOf(KeyEntry? entry)
    {
        if (entry is null || !ModelId.IsName(entry.Name))
        {
            throw Invalid($"a key is named '{FaultException.Excerpt(entry?.Name)}', which does not match ^[a-z0-9][a-z0-9_-]{{0,63}}$");
        }

        if (entry is not { Roles.Count: > 0, Salt.Length: ApiKey.SaltLength, Hash.Length: ApiKey.HashLength })
        {
            throw Invalid($"the key '{entry.Name}' needs roles, a salt of {ApiKey.SaltLength} and a hash of {ApiKey.HashLength} bytes");
        }

        var roles = entry.Roles.Aggregate(ApiRoles.None, (all, role) => all | role);
        return new ApiKey(entry.Name!, roles, entry.Salt, entry.Hash, RateOf(entry), entry.Created);
    }

    private static ApiRate? RateOf(KeyEntry entry) => (entry.PerSecond, entry.Burst) switch
    {
        (null, null) => null,
        ( > 0 and <= 1e9, >= 1) => new ApiRate(entry.PerSecond.Value, entry.Burst.Value),
        _ => throw Invalid($"the key '{entry.Name}' needs both per_second (more than 0, at most 1e9) and burst (1 or more), or neither"),
    };

    private static KeyEntry EntryOf(ApiKey key) => new(
        key.Name,
        [.. Enum.GetValues<ApiRoles>().Where(role => role != ApiRoles.None && key.Roles.HasFlag(role))],
        key.Salt.ToArray(),
        key.Hash.ToArray(),
        key.Rate?.PerSecond,
        key.Rate?.Burst,
        key.CreatedAt);

    private static FaultException Invalid(string what) => new(Fault.InvalidInput, $"The file of keys cannot be used: {what}.");

    private sealed record KeyList(IReadOnlyList<KeyEntry>? Keys);

    private sealed record KeyEntry(
        string? Name, IReadOnlyList<ApiRoles>? Roles, byte[]? Salt, byte[]? Hash, double? PerSecond, int? Burst, DateTimeOffset Created);
}
