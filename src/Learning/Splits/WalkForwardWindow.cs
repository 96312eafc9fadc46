namespace Bqx.Learning.Splits;

/// <summary>What a fold may learn from.</summary>
public enum WalkForwardWindow
{
    /// <summary>Everything before its test block.</summary>
    Expanding,

    /// <summary>A fixed number of months before its test block.</summary>
    Rolling,
}
