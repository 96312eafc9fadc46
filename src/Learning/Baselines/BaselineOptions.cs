using Bqx.Learning.Trees;

namespace Bqx.Learning.Baselines;

/// <summary>What the baselines that learn are fitted with.</summary>
public sealed record BaselineOptions
{
    /// <summary>Nominal coverage of intervals.</summary>
    public double Level { get; init; } = 0.9;

    /// <summary>How XGBoost boosts.</summary>
    public TreeOptions Boosting { get; init; } = new();

    /// <summary>How the random forest grows.</summary>
    public TreeOptions Forest { get; init; } = TreeOptions.Forest;

    /// <summary>Whether XGBoost's regime comes from trees of its own (softmax) instead of a Gaussian around its forecast.</summary>
    public bool RegimeTrees { get; init; } = true;

    /// <summary>Whether to grow trees at all: without XGBoost's library there are none.</summary>
    public bool Trees { get; init; } = XgboostLibrary.IsAvailable;
}
