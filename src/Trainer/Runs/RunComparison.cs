using System.Collections.Immutable;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Runs;

/// <summary>Two runs side by side, on all test rows.</summary>
/// <param name="A">Id of the first.</param>
/// <param name="B">Id of the second.</param>
/// <param name="SameRows">Whether both were judged on the same rows of the same bars.</param>
/// <param name="Differences">What differs in command, plan, data and code.</param>
/// <param name="Figures">Figures that both have.</param>
/// <param name="OnlyA">Models that only the first has.</param>
/// <param name="OnlyB">Models that only the second has.</param>
internal sealed record RunComparison(
    string A,
    string B,
    bool SameRows,
    ImmutableArray<RunDifference> Differences,
    ImmutableArray<FigureDifference> Figures,
    ImmutableArray<string> OnlyA,
    ImmutableArray<string> OnlyB)
{
    /// <summary>What the errors of differences rest on.</summary>
    public string ErrorNote => SameRows
        ? "Errors take the two runs for independent. They share their test rows, so the true error of a difference is mostly smaller."
        : "Errors take the two runs for independent; they were judged on different rows.";

    /// <summary>Compares two runs.</summary>
    public static RunComparison Of(RunRecord a, RunRecord b)
    {
        var (ofA, ofB) = (new RunFigures(a.Figures), new RunFigures(b.Figures));
        return new RunComparison(
            a.Id,
            b.Id,
            a.DataHash == b.DataHash && TestBlocks(a).SequenceEqual(TestBlocks(b)),
            [.. DifferencesOf(a, b)],
            [.. FiguresOf(a, ofA, ofB)],
            [.. ofA.Models.Except(ofB.Models)],
            [.. ofB.Models.Except(ofA.Models)]);
    }

    private static IEnumerable<FigureDifference> FiguresOf(RunRecord a, RunFigures ofA, RunFigures ofB)
    {
        var metrics = a.Figures.Select(figure => figure.Metric).Distinct().ToList();
        return
            from target in ofA.Targets
            from model in ofA.Models
            from metric in metrics
            let one = ofA.Find(model, target, metric)
            let other = ofB.Find(model, target, metric)
            where one is not null && other is not null
            select new FigureDifference(model, target, metric, one.Value, other.Value, Error(one, other));
    }

    private static double? Error(Figure a, Figure b) =>
        a.Error is { } one && b.Error is { } other ? Math.Sqrt((one * one) + (other * other)) : null;

    private static IEnumerable<RunDifference> DifferencesOf(RunRecord a, RunRecord b) =>
        Properties(a).Concat(a.Facts).Select(fact => fact.Name)
            .Concat(b.Facts.Select(fact => fact.Name))
            .Distinct()
            .Select(name => new RunDifference(name, Value(a, name), Value(b, name)))
            .Where(difference => difference.A != difference.B);

    private static string? Value(RunRecord run, string name) =>
        Properties(run).Concat(run.Facts).FirstOrDefault(fact => fact.Name == name)?.Value;

    private static IEnumerable<RunFact> Properties(RunRecord run) =>
    [
        new("command", run.Command),
        new("seed", $"{run.Seed}"),
        new("data hash", run.DataHash),
        new("code version", run.CodeVersion),
        new("status", run.Status),
        new("test blocks", string.Join("; ", TestBlocks(run).Select(block => $"{block.First} to {block.Last}, {block.Rows} rows"))),
    ];

    private static IEnumerable<RunFold> TestBlocks(RunRecord run) => run.Folds.Where(fold => fold.Role == "test");
}
