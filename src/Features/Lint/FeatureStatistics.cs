namespace Bqx.Features.Lint;

/// <summary>How one feature is distributed.</summary>
public sealed record FeatureStatistics(string Name, double Mean, double Deviation, float Lowest, float Highest);
