namespace Bqx.Learning.Controls;

/// <summary>A random walk: what its one-minute shocks are like.</summary>
public enum WalkKind
{
    /// <summary>Gaussian, of constant variance.</summary>
    Gaussian,

    /// <summary>Student t with four degrees of freedom.</summary>
    StudentT,

    /// <summary>Student t whose variance clusters, GARCH(1,1).</summary>
    Garch,

    /// <summary>Gaussian, of a variance that follows the hours of the day.</summary>
    Diurnal,
}
