namespace Bqx.Learning.Controls;

/// <summary>How controls run.</summary>
/// <param name="Seed">Seed of every synthetic market.</param>
/// <param name="Scale">How much is computed.</param>
/// <param name="Workers">How many controls run side by side; results do not depend on it.</param>
public sealed record ControlOptions(long Seed, ControlScale Scale, int Workers = 2);
