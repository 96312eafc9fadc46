namespace Bqx.Learning.Statistics;

/// <summary>What a statistical test found.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">Probability of one at least as extreme if there is nothing to find.</param>
/// <param name="Count">How many terms it rests on.</param>
public readonly record struct TestOutcome(double Statistic, double PValue, int Count);
