using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>A trained model: its package, and what was chosen on the way.</summary>
public sealed record TrainResult(PackageContent Package, ImmutableArray<string> Choices)
{
    /// <summary>The figures, each beside its benchmark.</summary>
    public ImmutableArray<ModelMetric> Metrics => Package.Manifest.Metrics;

    /// <summary>A figure of the test block.</summary>
    public ModelMetric Metric(string name) => Metrics.First(metric => metric.Name == name);
}
