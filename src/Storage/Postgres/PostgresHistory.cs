using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// What is stored, for readers that may be a little behind: training, export, reports. With a replica configured these reads go there.
/// Writes go to the primary.
/// </summary>
/// <param name="Bars"><c>bqx.m1</c>.</param>
/// <param name="Features">The feature tables.</param>
public sealed record PostgresHistory(IBarStore Bars, IFeatureStore Features);
