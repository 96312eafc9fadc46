using System.Collections.Immutable;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>Fitted heads, and what was chosen on the way, in words.</summary>
public sealed record FittedModel(IServingHeads Heads, ImmutableArray<string> Choices);
