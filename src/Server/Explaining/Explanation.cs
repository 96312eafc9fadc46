using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Explaining;

/// <summary>What a model says of a pair's present features, and what it would say without each family of them.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Close">Close of the bar that the features are as of.</param>
/// <param name="Model">The model.</param>
/// <param name="Output">What it says.</param>
/// <param name="Families">In the order of the catalogue.</param>
internal sealed record Explanation(Pair Pair, Minute Close, LoadedModel Model, ModelOutput Output, ImmutableArray<FamilyOcclusion> Families);
