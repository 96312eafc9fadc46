using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>The zones that are known by name.</summary>
public static class SourceZones
{
    /// <summary>Those that detection tries, in order of preference.</summary>
    internal static readonly ImmutableArray<SourceZone> Candidates =
    [
        SourceZone.NewYork, SourceZone.LondonMinus5, SourceZone.FixedEst, SourceZone.Utc, SourceZone.Broker, SourceZone.EasternEurope,
    ];

    /// <summary>Their names.</summary>
    public static readonly ImmutableArray<string> Names = [.. Candidates.Select(zone => zone.Name)];

    /// <summary>Finds a zone: one of <see cref="Names"/>, <c>EST</c>, <c>GMT</c>, or one of the system's table such as <c>Europe/Berlin</c>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static SourceZone Parse(string name)
    {
        var known = name.ToLowerInvariant() switch
        {
            "est" => SourceZone.FixedEst,
            "gmt" => SourceZone.Utc,
            var lower => Candidates.FirstOrDefault(zone => zone.Name == lower),
        };
        if (known is not null)
        {
            return known;
        }

        return name.Contains('/') && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? SourceZone.Of(zone)
            : throw new FaultException(
                Fault.InvalidInput,
                $"'{FaultException.Excerpt(name)}' is not a zone: use {string.Join(", ", Names)}, EST, or a name such as Europe/Berlin.");
    }
}
