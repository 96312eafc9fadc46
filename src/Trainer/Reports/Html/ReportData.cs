using System.Collections.Immutable;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Reports.Html;

/// <summary>A run and what several sections ask of it.</summary>
internal sealed class ReportData
{
    public ReportData(RunRecord run)
    {
        Run = run;
        Figures = new RunFigures(run.Figures);
        Verdicts = RunVerdict.Of(Figures);
        Headline = Figures.Headline(TargetNames.Primary);
    }

    public RunRecord Run { get; }

    public RunFigures Figures { get; }

    public ImmutableArray<RunVerdict> Verdicts { get; }

    /// <summary>The model that the run is known by on the primary target; null where nothing was judged.</summary>
    public string? Headline { get; }
}
