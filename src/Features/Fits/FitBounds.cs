using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>What keeps the ratios of a fit finite where nothing moves.</summary>
/// <param name="Total">Least total sum of squares.</param>
/// <param name="Residual">Least residual sum of squares: what rounding to ticks leaves.</param>
/// <param name="Apex">Added to the square of the quadratic term that the apex is divided by.</param>
internal readonly record struct FitBounds(Vector512<double> Total, Vector512<double> Residual, double Apex);
