namespace Bqx.Core;

/// <summary>A figure with its benchmark: no metric stands alone.</summary>
/// <param name="Name">Such as <c>skill</c>, <c>mae</c>, <c>coverage</c>.</param>
/// <param name="Block">The split block it was measured on.</param>
/// <param name="Value">The model's figure.</param>
/// <param name="Error">Its standard error; null where none is defined.</param>
/// <param name="BaselineName">Such as <c>martingale</c>, <c>har</c>, <c>nominal</c>.</param>
/// <param name="Baseline">The benchmark's figure on the same rows.</param>
public sealed record ModelMetric(string Name, string Block, double Value, double? Error, string BaselineName, double Baseline);
