namespace Bqx.Storage;

/// <summary>A month of a partitioned table.</summary>
/// <param name="Month">Such as <c>2017_01</c>.</param>
/// <param name="Pairs">Pairs that have a leaf for it.</param>
public sealed record MonthStatus(string Month, int Pairs);
