namespace Bqx.Features.Lint;

/// <summary>Two features that are nearly the same.</summary>
public sealed record TwinFeatures(string One, string Other, double Correlation);
