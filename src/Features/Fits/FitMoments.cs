using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Orthogonal moments of a window, m = (W−1)/2.</summary>
/// <param name="Linear">Σ (x − m)·y.</param>
/// <param name="Quadratic">Σ [(x − m)² − (W²−1)/12]·y.</param>
/// <param name="Mean">Mean of y, less the value now.</param>
/// <param name="Total">Σ (y − mean)².</param>
internal readonly record struct FitMoments(
    Vector512<double> Linear, Vector512<double> Quadratic, Vector512<double> Mean, Vector512<double> Total);
