namespace Bqx.Learning.Evaluation;

/// <summary>A challenger set beside an incumbent.</summary>
/// <param name="Statistic">Of Diebold and Mariano: positive where the challenger loses more.</param>
/// <param name="PValue">One-sided: probability of a statistic at least this large if the challenger is as good.</param>
/// <param name="Minutes">Test minutes that the two have in common.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Reason">The verdict in a sentence.</param>
public sealed record ComparisonResult(double Statistic, double PValue, int Minutes, ComparisonVerdict Verdict, string Reason);
