namespace Bqx.Learning.Splits;

/// <summary>How a history is walked through.</summary>
public sealed record WalkForwardOptions
{
    /// <summary>What a fold may learn from.</summary>
    /// <value>Default: expanding.</value>
    public WalkForwardWindow Window { get; init; } = WalkForwardWindow.Expanding;

    /// <summary>Most test blocks, a month each.</summary>
    /// <value>Default: 4.</value>
    public int Folds { get; init; } = 4;

    /// <summary>Months before a test block that a rolling window takes, for training, validation and calibration together.</summary>
    /// <value>Default: 6.</value>
    public int RollingMonths { get; init; } = 6;
}
