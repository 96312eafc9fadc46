namespace Bqx.Features;

/// <summary>One feature of the catalogue. All are as of a bar's close and use only bars with close ≤ t.</summary>
public sealed record FeatureDefinition
{
    /// <summary>Stable number: family · 1000 + position in the family, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Name, unique in the catalogue.</summary>
    public required string Name { get; init; }

    public required FeatureFamily Family { get; init; }

    /// <summary>
    /// The formula. P is the close (ticks), t the minute, σ the feature <c>vol_ewma_h240</c>, W the window, r a one-minute log return.
    /// </summary>
    public required string Formula { get; init; }

    /// <summary>What it is computed from.</summary>
    public string Source { get; init; } = "close";

    /// <summary>Window in market minutes; 0 where it has none.</summary>
    public int Window { get; init; }

    /// <summary>How many market minutes before t it looks at; 0 = at t.</summary>
    public int Lag { get; init; }

    /// <summary>Whether it is computed from other pairs too.</summary>
    public bool IsCrossPair => Family is FeatureFamily.CrossPairLinear or >= FeatureFamily.MomentumProducts;

    /// <summary>Market minutes, t included, that the segment must hold of the pair, or of all pairs for a cross-pair feature.</summary>
    public required int Lookback { get; init; }

    public required FeatureScaling Scaling { get; init; }

    public MissingValueRule Missing { get; init; } = MissingValueRule.WaitForHistory;

    /// <summary>Counts up whenever the formula gives other values; part of the fingerprint.</summary>
    public int FormulaVersion { get; init; } = 1;

    /// <summary>An exact linear relation to other features of the same vector, or null. Undeclared ones fail the lint.</summary>
    public string? LinearRelation { get; init; }
}
