using System.Collections.Immutable;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Points of a calibration plot. Of an interval: share of rows covered against the nominal level. Of a regime: how often the class came
/// against its mean predicted probability, by tenths of that.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Target">Such as <c>bqx60_h60</c>, <c>log_rv</c> or <c>regime:bull</c>.</param>
/// <param name="Nominal">Levels or mean probabilities, increasing.</param>
/// <param name="Observed">What came of each.</param>
public sealed record CoverageCurve(string Model, string Target, ImmutableArray<double> Nominal, ImmutableArray<double> Observed);
