namespace Bqx.Server;

/// <summary>Whose trading costs a signal must pay for.</summary>
public enum CostTier
{
    /// <summary>Average retail spreads, no commission.</summary>
    Retail,

    /// <summary>Half the retail spread, at least 0.7 pip, with 0.35 pip commission a side.</summary>
    Ecn,

    /// <summary>A quarter of the retail spread, no commission.</summary>
    Institutional,
}
