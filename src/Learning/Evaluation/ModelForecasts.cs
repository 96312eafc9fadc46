using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// What one model said of rows, aligned with the <see cref="EvaluationRows"/> it is judged on. A model says only what it can: a
/// benchmark of volatility has <see cref="LogRv"/> alone. Every value is finite.
/// </summary>
public sealed record ModelForecasts
{
    /// <summary>The model, such as <c>martingale</c>, <c>har</c>, <c>multitask</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Forecasts of BQX by target: total, raw units, one a row.</summary>
    public ImmutableDictionary<Target, float[]> Bqx { get; init; } = ImmutableDictionary<Target, float[]>.Empty;

    /// <summary>Half widths of the intervals around <see cref="Bqx"/>, raw units, where the model has intervals.</summary>
    public ImmutableDictionary<Target, float[]> BqxHalfWidth { get; init; } = ImmutableDictionary<Target, float[]>.Empty;

    /// <summary>Forecasts of log realised volatility, one a row.</summary>
    public float[]? LogRv { get; init; }

    /// <summary>Half widths of the intervals around <see cref="LogRv"/>.</summary>
    public float[]? LogRvHalfWidth { get; init; }

    /// <summary>Class probabilities, five a row.</summary>
    public float[]? Regime { get; init; }
}
