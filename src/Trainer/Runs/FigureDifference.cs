namespace Bqx.Trainer.Runs;

/// <summary>A figure of two runs.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">What it predicts.</param>
/// <param name="Metric">The figure.</param>
/// <param name="A">Its value in the first run.</param>
/// <param name="B">Its value in the second.</param>
/// <param name="Error">√(error of A² + error of B²), which takes the runs for independent; null where either is not known.</param>
internal sealed record FigureDifference(string Model, string Target, string Metric, double A, double B, double? Error)
{
    /// <summary>B − A.</summary>
    public double Difference => B - A;

    /// <summary>Whether the difference is more than two of its errors.</summary>
    public bool IsMarked => Error is { } error && Math.Abs(Difference) > 2 * error;
}
