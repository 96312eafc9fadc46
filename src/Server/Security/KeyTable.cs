using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>The keys of one content of the file. Immutable; holders that are unchanged pass from one table to the next with their buckets.</summary>
internal sealed class KeyTable
{
    // Compared with when no key has the name, so that an unknown name takes as long as a wrong secret.
    private static readonly ApiKey Nobody = ApiKey.Create("nobody", ApiRoles.None, null, DateTimeOffset.UnixEpoch).Key;

    private readonly FrozenDictionary<string, KeyHolder> _holders;
    private readonly FrozenDictionary<string, KeyHolder>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private KeyTable(Dictionary<string, KeyHolder> holders)
    {
        _holders = holders.ToFrozenDictionary(StringComparer.Ordinal);
        _byName = _holders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Makes a table and ends the streams of keys that are gone.</summary>
    public static KeyTable Create(IReadOnlyList<ApiKey> keys, KeyTable? before, TimeProvider time)
    {
        var holders = new Dictionary<string, KeyHolder>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            holders[key.Name] = before?._holders.GetValueOrDefault(key.Name) is { } known && Same(known.Key, key) ? known : new KeyHolder(key, time);
        }

        foreach (var gone in before?._holders.Values.Where(holder => holders.GetValueOrDefault(holder.Key.Name) != holder) ?? [])
        {
            gone.Dispose();
        }

        return new KeyTable(holders);
    }

    /// <summary>The holder of a key that a caller has sent; null when there is none.</summary>
    public KeyHolder? Find(ReadOnlySpan<char> text)
    {
        if (!ApiKey.TrySplit(text, out var name, out var secret))
        {
            return null;
        }

        var known = _byName.TryGetValue(name, out var holder);
        return (known ? holder!.Key : Nobody).Matches(secret) && known ? holder : null;
    }

    private static bool Same(ApiKey one, ApiKey other) =>
        one.Roles == other.Roles && one.Rate == other.Rate && one.Salt.Span.SequenceEqual(other.Salt.Span) && one.Hash.Span.SequenceEqual(other.Hash.Span);
}
