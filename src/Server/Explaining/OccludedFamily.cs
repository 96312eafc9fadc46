using System.Collections.Immutable;
using System.Text.Json;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Server.Explaining;

/// <summary>A family of the catalogue as a part of the vector.</summary>
/// <param name="Name">Such as <c>lagged_returns</c>.</param>
/// <param name="Positions">Positions of its features.</param>
internal sealed record OccludedFamily(string Name, ImmutableArray<int> Positions)
{
    /// <summary>All families, in the order of the catalogue.</summary>
    public static readonly ImmutableArray<OccludedFamily> All =
    [
        .. FeatureCatalogue.All
            .GroupBy(feature => feature.Family, feature => FeatureCatalogue.Schema.IndexOf(feature.Name))
            .Select(family => new OccludedFamily(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{family.Key}"), [.. family])),
    ];

    /// <summary>Copies a row, with the family's features replaced by others.</summary>
    public void Occlude(ReadOnlySpan<float> row, ReadOnlySpan<float> replacements, Span<float> occluded)
    {
        row.CopyTo(occluded);
        foreach (var position in Positions)
        {
            occluded[position] = replacements[position];
        }
    }
}
