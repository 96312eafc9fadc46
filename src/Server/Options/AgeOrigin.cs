namespace Bqx.Server;

/// <summary>From when the age of a prediction is counted.</summary>
public enum AgeOrigin
{
    /// <summary>From the close of its bar.</summary>
    Close,

    /// <summary>From its publication: for bars of the past that are replayed as if they were live.</summary>
    Publication,
}
