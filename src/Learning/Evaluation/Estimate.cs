namespace Bqx.Learning.Evaluation;

/// <summary>A figure and its standard error.</summary>
public readonly record struct Estimate(double Value, double Error);
