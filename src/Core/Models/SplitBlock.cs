namespace Bqx.Core;

/// <summary>One block of a time split.</summary>
/// <param name="Role"><c>train</c>, <c>validation</c>, <c>calibration</c> or <c>test</c>.</param>
/// <param name="First">Close of its first bar, ISO 8601.</param>
/// <param name="Last">Close of its last bar, ISO 8601.</param>
/// <param name="Rows">Samples taken from it, over all pairs.</param>
public sealed record SplitBlock(string Role, string First, string Last, long Rows);
