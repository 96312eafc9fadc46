using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>Points of a calibration plot.</summary>
internal sealed record CalibrationCurve(string Model, string Target, ImmutableArray<double> Nominal, ImmutableArray<double> Observed);
