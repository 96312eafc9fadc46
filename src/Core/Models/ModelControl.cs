namespace Bqx.Core;

/// <summary>A control that ran with the training: a planted or absent signal that must be found or not be found.</summary>
/// <param name="Name">Such as <c>random walk</c>.</param>
/// <param name="Passed">Whether it came out as it must. A failed one stops a promotion.</param>
/// <param name="Detail">The figure, in words.</param>
public sealed record ModelControl(string Name, bool Passed, string Detail);
