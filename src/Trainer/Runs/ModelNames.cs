using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>Models in the order that reports show them in: benchmarks first, then what is built on more and more.</summary>
internal static class ModelNames
{
    public const string Martingale = "martingale";
    public const string Har = "har";
    public const string Climatology = "climatology";

    /// <summary>What every model is held against; a run need not have all.</summary>
    public static readonly ImmutableArray<string> Baselines =
        ["zero", Martingale, "persistence", "ar1", "ridge", "xgboost", "random_forest", Har, Climatology];

    private static readonly ImmutableArray<string> Built = ["singletask", "multitask_pca", "multitask", "hierarchical", "ensemble"];

    private static readonly ImmutableArray<string> Order = [.. Baselines, .. Built];

    /// <summary>In which order models are asked for the figure a run is known by.</summary>
    public static readonly ImmutableArray<string> Headlines =
        ["ensemble", "multitask", "hierarchical", "singletask", "multitask_pca", "xgboost", "random_forest", "ridge"];

    /// <summary>Known models in their order, others after them by name.</summary>
    public static ImmutableArray<string> Sort(IEnumerable<string> models) =>
        [.. models.Distinct().OrderBy(Rank).ThenBy(model => model, StringComparer.Ordinal)];

    private static int Rank(string model) => Order.IndexOf(model) is >= 0 and var rank ? rank : Order.Length;
}
