using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>A signal with what it was decided from.</summary>
/// <param name="ExpectedReturn">Expected return until the horizon.</param>
/// <param name="Signal">What to do.</param>
/// <param name="Threshold">What had to be exceeded, in the unit of the orientation.</param>
/// <param name="Orientation">How it was read.</param>
internal readonly record struct SignalDecision(double ExpectedReturn, Signal Signal, double Threshold, SignalOrientation Orientation);
