using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>Whether features are the same as they come and computed day by day.</summary>
/// <param name="Source">Where the bars came from.</param>
/// <param name="Bars">SHA-256 of the bars.</param>
/// <param name="First">Close of the first bar.</param>
/// <param name="Last">Close of the last bar.</param>
/// <param name="Minutes">Market minutes with at least one bar.</param>
/// <param name="Months">By month.</param>
internal sealed record ReplayReport(
    string Source, Digest Bars, Minute First, Minute Last, long Minutes, ImmutableArray<ReplayMonth> Months)
{
    /// <summary>Complete vectors of the stream.</summary>
    public long Vectors => Months.Sum(month => month.Vectors);

    /// <summary>Days whose second computation is not the same bits.</summary>
    public int Differing => Months.Sum(month => month.Differing);
}
