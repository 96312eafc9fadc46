namespace Bqx.Learning.Controls;

/// <summary>What a control found.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Name">What was done, such as <c>skill on a Gaussian walk</c>.</param>
/// <param name="Passed">Whether what came is what was expected.</param>
/// <param name="Expected">What was expected, in words and figures.</param>
/// <param name="Observed">What came.</param>
public sealed record ControlResult(ControlKind Kind, string Name, bool Passed, string Expected, string Observed);
