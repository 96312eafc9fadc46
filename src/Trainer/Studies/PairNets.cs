using System.Collections.Immutable;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Multitask;
using Bqx.Learning.Neural.Loop;

namespace Bqx.Trainer.Studies;

/// <summary>Fitted nets, the embeddings that they read, and the losses of the net of all pairs that they began as.</summary>
internal sealed record PairNets(PairHeads Heads, RowEmbeddings Embeddings, ImmutableArray<EpochReport> PooledCurve);
