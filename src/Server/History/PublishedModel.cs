using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Server.History;

/// <summary>What one model said of a minute under one label. Immutable.</summary>
/// <param name="Label">The label.</param>
/// <param name="Model">The model.</param>
/// <param name="ByPair">By pair index; null where features were incomplete.</param>
internal sealed record PublishedModel(string Label, ModelId Model, ImmutableArray<PairPrediction?> ByPair);
