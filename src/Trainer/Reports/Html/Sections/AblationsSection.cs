using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>What taking a part away costs.</summary>
internal static class AblationsSection
{
    public static IEnumerable<XElement> Of(ReportData data) => data.Run.Ablations.Length == 0
        ? [Missing("No ablation was recorded.")]
        : [Table("What taking a part away costs.", data.Run.Ablations)];

    public static XElement Table(string caption, IEnumerable<Ablation> ablations) => HtmlTable.Of(
        caption,
        ["ablation", "target", "figure", "with", "", "without", "", "difference ± error", "beyond 2 errors"],
        ablations.Select(ablation => (IReadOnlyList<object>)
        [
            ablation.Name,
            ablation.Target,
            ablation.Metric,
            ablation.With,
            FigureText.Short(ablation.WithValue),
            ablation.Without,
            FigureText.Short(ablation.WithoutValue),
            $"{FigureText.Short(ablation.Difference)} ± {FigureText.Short(ablation.Error)}",
            Math.Abs(ablation.Difference) > 2 * ablation.Error ? "yes" : "no",
        ]));
}
