using Bqx.Learning.Inspection;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Reports;

/// <summary>What the nets live on and what their shared layers do, as parts of a document.</summary>
internal static class InspectionMarkdown
{
    private const int MostListed = 20;

    public static void Add(MarkdownText text, NetInspection inspection)
    {
        var ranks = new InputRanks(inspection);
        text.Heading(2, "Inputs of the nets").Paragraph($"{ranks.Sentence}").Table(
            ["input", "rank", "kind", "growth of the loss ± error"],
            ranks.All.Take(MostListed).Select(ranked => RunMarkdown.Row(
                ranked.Input.Name,
                $"{ranked.Rank}",
                InputRanks.KindOf(ranked.Input),
                FigureText.WithError(ranked.Input.Value, ranked.Input.Error))));
        if (inspection.Shared.Pairs.Length > 0)
        {
            text.Heading(2, "Shared layers of the nets").Paragraph($"{SharedLayerText.Sentence(inspection.Shared)}").Table(
                SharedLayerText.Columns, inspection.Shared.Pairs.Select(pair => RunMarkdown.Row(SharedLayerText.Cells(pair))));
        }
    }
}
