using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>Loss of skill without a cluster, with its standard error over folds.</summary>
internal sealed record Importance(string Cluster, ImmutableArray<string> Features, double Value, double Error);
