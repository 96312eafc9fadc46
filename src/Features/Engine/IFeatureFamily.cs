using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>A family: its definitions, and the streaming state that fills them.</summary>
internal interface IFeatureFamily
{
    /// <summary>Definitions, in the order in which the state writes the values.</summary>
    ImmutableArray<FeatureDefinition> Definitions { get; }

    /// <summary>New state for all pairs of a market.</summary>
    FamilyState CreateState(MarketState market);
}
