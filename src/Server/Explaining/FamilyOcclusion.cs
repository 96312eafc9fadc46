using Bqx.Core;

namespace Bqx.Server.Explaining;

/// <summary>What a model says when a family of features tells it nothing.</summary>
/// <param name="Family">The family.</param>
/// <param name="Output">What it says with the family's features at their training means.</param>
internal sealed record FamilyOcclusion(OccludedFamily Family, ModelOutput Output);
