namespace Bqx.Learning.Controls;

/// <summary>A predictable component to be recovered.</summary>
/// <param name="Coefficient">Its information coefficient.</param>
/// <param name="Tolerance">How far the recovered one may be from it.</param>
/// <param name="Minutes">Market minutes to learn and to be judged on.</param>
internal sealed record PlantedSignal(double Coefficient, double Tolerance, int Minutes);
