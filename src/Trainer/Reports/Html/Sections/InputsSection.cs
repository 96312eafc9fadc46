using System.Globalization;
using System.Xml.Linq;
using Bqx.Learning.Inspection;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Features and dimensions of the embedding in one ranking, by what the nets lose without each.</summary>
internal static class InputsSection
{
    private const int MostBars = 40;
    private const int MostListed = 100;

    public static IEnumerable<XElement> Of(ReportData data)
    {
        if (data.Run.Inspection is not { Inputs.Length: > 0 } inspection)
        {
            yield return Missing("The importance of the nets' inputs was not recorded.");
            yield break;
        }

        var ranks = new InputRanks(inspection);
        var shown = ranks.All.Take(MostBars).ToList();
        yield return Tag("p", ranks.Sentence);
        yield return new BarChart(new ChartText(
            $"Growth of the loss of {inspection.Model} when an input is permuted, ± 2 standard errors over pairs: the first "
            + $"{shown.Count} of {ranks.All.Length}. ◆ is a dimension of the embedding.",
            $"Importance of {shown.Count} inputs; the table below has the same figures."))
        {
            LabelWidth = 210,
            Unit = "growth of the loss, mean of three heads",
        }.Of([.. shown.Select(ranked => Bar(ranked.Input))]);
        yield return Fold($"The first {MostListed} inputs and every dimension of the embedding", HtmlTable.Of(
            $"Importance by input, on {inspection.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows of the last fold's calibration block.",
            ["input", "rank", "kind", "growth of the loss ± error"],
            ranks.All.Where(ranked => ranked.Rank <= MostListed || ranked.Input.IsEmbedding).Select(ranked => (IReadOnlyList<object>)
            [
                ranked.Input.Name, $"{ranked.Rank}", InputRanks.KindOf(ranked.Input), FigureText.WithError(ranked.Input.Value, ranked.Input.Error),
            ]),
            isText: true));
    }

    private static BarRow Bar(InputImportance input) => new(
        $"{(input.IsEmbedding ? "◆ " : "")}{(input.Name.Length > 28 ? input.Name[..27] + "…" : input.Name)}",
        [input.Value],
        double.IsFinite(input.Error) ? input.Error : null,
        $"{input.Name}, {InputRanks.KindOf(input)}: {FigureText.WithError(input.Value, input.Error)}");
}
