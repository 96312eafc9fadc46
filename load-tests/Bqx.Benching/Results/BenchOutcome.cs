
namespace Bqx.Benching.Results;

/// <summary>What a bench found.</summary>
/// <param name="LeftOut">What could not be measured, with the command that helps.</param>
internal sealed record BenchOutcome(
    IReadOnlyList<BenchSeries> Series,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyDictionary<string, double> Ratios,
    IReadOnlyList<string> LeftOut);
