namespace Bqx.Trainer.Runs;

/// <summary>What a difference of two forecasts says, at two standard errors.</summary>
internal enum Finding
{
    /// <summary>The error of the difference is not known.</summary>
    Unknown,

    /// <summary>More than two standard errors above 0.</summary>
    Better,

    /// <summary>Within two standard errors of 0.</summary>
    None,

    /// <summary>More than two standard errors below 0.</summary>
    Worse,
}
