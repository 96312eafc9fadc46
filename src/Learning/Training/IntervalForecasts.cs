using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Training;

/// <summary>Forecasts with the intervals around them.</summary>
/// <param name="Forecasts">As a judge takes them.</param>
/// <param name="Bqx">Intervals by target; their quantiles go into manifests.</param>
/// <param name="LogRv">Intervals of log RV; null where the model says nothing of it.</param>
public sealed record IntervalForecasts(
    ModelForecasts Forecasts, ImmutableDictionary<Target, PairIntervals> Bqx, PairIntervals? LogRv);
