namespace Bqx.Learning.Neural;

/// <summary>A matrix with a row a sample: its name and its columns.</summary>
internal readonly record struct NamedWidth(string Name, int Width);
