namespace Bqx.Benchmarks.Features;

/// <param name="BarFolder">Where the bars are; null = synthetic ones.</param>
/// <param name="Rounds">Rounds; figures are medians over them.</param>
/// <param name="PrintFamilies">Whether to say what each family costs.</param>
internal sealed record FeaturesOptions(string? BarFolder, int Rounds, bool PrintFamilies);
