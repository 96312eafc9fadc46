using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Rows that models are judged on, in time order: test blocks of one fold or of several, one after another. <paramref name="Actual"/>
/// and <paramref name="Martingale"/> hold a list a target, one value a row.
/// </summary>
/// <param name="Targets">What was predicted.</param>
/// <param name="Level">Nominal coverage of intervals, such as 0.9.</param>
/// <param name="Stride">Market minutes between two rows of a pair.</param>
/// <param name="Samples">What is known of each row; its labels are those of the primary target.</param>
/// <param name="Actual">BQX as it came, raw units.</param>
/// <param name="Martingale">The martingale forecast of it, raw units.</param>
public sealed record EvaluationRows(
    ImmutableArray<Target> Targets,
    double Level,
    int Stride,
    IReadOnlyList<Sample> Samples,
    ImmutableArray<float[]> Actual,
    ImmutableArray<float[]> Martingale)
{
    /// <summary>How many rows there are.</summary>
    public int Count => Samples.Count;
}
