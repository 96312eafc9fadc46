using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>What the server applies to a model's raw outputs.</summary>
public sealed record ModelCalibration
{
    /// <summary>Nominal coverage of the intervals, such as 0.9.</summary>
    public required double Level { get; init; }

    /// <summary>Split-conformal quantile of |BQX − forecast| / (σ̂·√V).</summary>
    public required double BqxQuantile { get; init; }

    /// <summary>Split-conformal quantile of |log RV − forecast|.</summary>
    public required double LogRvQuantile { get; init; }

    /// <summary>By pair: slope of the return t→t+h on the forecast BQX (negative: BQX &gt; 0 means the price fell).</summary>
    public required ImmutableSortedDictionary<string, double> ReturnSlope { get; init; }

    /// <summary>By pair: ninth decile of log RV in training; a forecast above it is flagged <c>high_vol</c>.</summary>
    public required ImmutableSortedDictionary<string, double> HighVolLogRv { get; init; }
}
