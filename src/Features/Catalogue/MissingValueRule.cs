namespace Bqx.Features;

/// <summary>What happens while a feature cannot be computed.</summary>
public enum MissingValueRule
{
    /// <summary>The vector is not published until the segment holds <see cref="FeatureDefinition.Lookback"/> market minutes.</summary>
    WaitForHistory,

    /// <summary>It can always be computed.</summary>
    NeverMissing,
}
