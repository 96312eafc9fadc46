namespace Bqx.Learning.Inspection;

/// <summary>The shared layer of a pair's net.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="Mean">Mean activation of all units.</param>
/// <param name="Active">Share of activations above 0.</param>
/// <param name="Dead">Share of units that are 0 on every row.</param>
public sealed record PairActivity(string Pair, int Rows, double Mean, double Active, double Dead);
