using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Storing of collected rows.</summary>
internal static class FeatureStoreExtensions
{
    /// <summary>Stores a table, unless it has no rows.</summary>
    public static Task StoreAsync(this IFeatureStore features, FeatureTable table, CancellationToken cancellationToken) =>
        table.Closes.IsEmpty ? Task.CompletedTask : features.WriteTableAsync(table, cancellationToken);
}
