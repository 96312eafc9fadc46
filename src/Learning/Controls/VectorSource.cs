using Bqx.Core;

namespace Bqx.Learning.Controls;

/// <summary>Computes the vector as of a minute from bars that may reach beyond it.</summary>
/// <param name="bars">Bars, ascending.</param>
/// <param name="at">A close among them.</param>
/// <returns>The values, as many at every call.</returns>
public delegate float[] VectorSource(IReadOnlyList<MinuteBars> bars, Minute at);
