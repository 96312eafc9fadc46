namespace Bqx.Core;

/// <summary>A prediction interval.</summary>
/// <param name="Level">Nominal coverage, such as 0.9.</param>
/// <param name="Low">Lower end, in the unit of the forecast.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Level, double Low, double High);
