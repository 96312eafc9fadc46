using System.Collections.Immutable;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Evaluation.Judging;

namespace Bqx.Trainer.Runs;

/// <summary>Figures of a run, found by name. Where one is given beside several benchmarks, that of its target comes first.</summary>
internal sealed class RunFigures
{
    /// <summary>The slice of all rows.</summary>
    public const string All = "all";

    private readonly Dictionary<(string Model, string Target, string Metric, string Slice), Figure> _figures = [];
    private readonly ImmutableArray<Figure> _all;

    public RunFigures(ImmutableArray<Figure> figures)
    {
        _all = figures;
        foreach (var figure in figures)
        {
            var key = (figure.Model, figure.Target, figure.Metric, figure.Slice);
            if (!_figures.TryAdd(key, figure) && figure.Baseline == TargetNames.Benchmark(figure.Target)
                && _figures[key].Baseline != figure.Baseline)
            {
                _figures[key] = figure;
            }
        }

        Models = ModelNames.Sort(figures.Select(figure => figure.Model));
        Targets = TargetNames.Sort(figures.Select(figure => figure.Target));
    }

    public ImmutableArray<string> Models { get; }

    public ImmutableArray<string> Targets { get; }

    /// <summary>Finds a figure; null where there is none.</summary>
    public Figure? Find(string model, string target, string metric, string slice = All) =>
        _figures.GetValueOrDefault((model, target, metric, slice));

    /// <summary>Finds a figure beside one benchmark, over all rows.</summary>
    public Figure? FindBeside(string model, string target, string metric, string baseline) => _all.FirstOrDefault(
        figure => figure.Model == model && figure.Target == target && figure.Metric == metric && figure.Slice == All
            && figure.Baseline == baseline);

    /// <summary>The model that a run is known by for a target; null where none has skill there.</summary>
    public string? Headline(string target) =>
        ModelNames.Headlines.FirstOrDefault(model => Find(model, target, TargetNames.SkillOf(target)) is not null)
        ?? Models.FirstOrDefault(model => !ModelNames.Baselines.Contains(model) && Find(model, target, TargetNames.SkillOf(target)) is not null);

    /// <summary>Slices of a kind, <c>pair</c>, <c>month</c>, <c>hour</c> or <c>regime</c>, in their order.</summary>
    public ImmutableArray<string> Slices(string kind) =>
    [
        .. _all.Select(figure => figure.Slice)
            .Where(slice => slice.StartsWith(kind + ":", StringComparison.Ordinal))
            .Distinct()
            .OrderBy(slice => RegimeNames.All.IndexOf(NameOf(slice)))
            .ThenBy(slice => int.TryParse(NameOf(slice), out var number) ? number : 0)
            .ThenBy(slice => slice, StringComparer.Ordinal),
    ];

    /// <summary>What follows the kind of a slice.</summary>
    public static string NameOf(string slice) => slice[(slice.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>What is known of a model on a slice, for each target that it predicts, in the order of targets and models.</summary>
    public IEnumerable<FigureRow> Rows(string slice) =>
        from target in Targets
        from model in Models
        let row = Row(model, target, slice)
        where !row.IsEmpty
        select row;

    /// <summary>What is known of a model, a target and a slice.</summary>
    public FigureRow Row(string model, string target, string slice)
    {
        return new FigureRow(model, target, slice)
        {
            Skill = Of(TargetNames.SkillOf(target)),
            ClarkWest = Of(Metrics.ClarkWest),
            DieboldMariano = Of(Metrics.DieboldMariano) is { } test && test.Baseline == TargetNames.Benchmark(target) ? test : null,
            PesaranTimmermann = Of(Metrics.PesaranTimmermann),
            DirectionalAccuracy = Of(Metrics.DirectionalAccuracy),
            RSquared = Of(Metrics.RSquared),
            Mae = Of(Metrics.Mae),
            Rmse = Of(Metrics.Rmse),
            Coverage = Of(Metrics.Coverage),
            Width = Of(Metrics.Width),
            Crps = Of(Metrics.Crps),
            RankedScore = Of(Metrics.RankedScore),
        };

        Figure? Of(string metric) => Find(model, target, metric, slice);
    }
}
