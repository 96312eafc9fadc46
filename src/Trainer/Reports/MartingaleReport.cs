using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Reports;

/// <summary>The martingale benchmark on bars.</summary>
/// <param name="Signs">By pair index.</param>
internal sealed record MartingaleReport(
    string Source, Minute First, Minute Last, int Segments, ImmutableArray<MartingaleRow> Rows, ImmutableArray<SignCheck> Signs);
