namespace Bqx.Features;

/// <summary>What makes a feature free of the price's scale.</summary>
public enum FeatureScaling
{
    /// <summary>Divided by the price.</summary>
    RelativeToPrice,

    /// <summary>In units of σ̂ or of its own standard error.</summary>
    Standardised,

    /// <summary>A share or a position, bounded.</summary>
    Ratio,

    /// <summary>A log return.</summary>
    LogReturn,

    /// <summary>A function of the clock only.</summary>
    Clock,
}
