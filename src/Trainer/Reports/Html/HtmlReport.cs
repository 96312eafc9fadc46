using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Sections;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html;

/// <summary>
/// The report of a run: one file without scripts, read with no network, in light and dark, on paper and by a screen reader. Equal records
/// give equal bytes.
/// </summary>
internal static class HtmlReport
{
    /// <summary>Sections in their order.</summary>
    internal static readonly ImmutableArray<Section> Sections =
    [
        new("summary", "Summary", SummarySection.Of),
        new("controls", "Controls and leak checks", ControlsSection.Of),
        new("data", "Data, folds and plan", DataSection.Of),
        new("figures", "Figures", FiguresSection.Of),
        new("volatility", "Volatility against HAR", VolatilitySection.Of),
        new("regime", "Regimes", RegimeSection.Of),
        new("intervals", "Intervals", IntervalsSection.Of),
        new("slices", "By pair, month, hour and regime", SlicesSection.Of),
        new("loss", "Loss curves", LossSection.Of),
        new("importance", "Importance of features", ImportanceSection.Of),
        new("inputs", "Inputs of the nets: features and embedding", InputsSection.Of),
        new("embedding", "Embedding", EmbeddingSection.Of),
        new("shared", "Shared layers of the nets", SharedLayerSection.Of),
        new("ablations", "Ablations", AblationsSection.Of),
        new("ensemble", "Weights of the ensemble", EnsembleSection.Of),
        new("stages", "Time and packages", StagesSection.Of),
    ];

    /// <summary>The report as text.</summary>
    public static string Write(RunRecord run)
    {
        var data = new ReportData(run);
        var page = Tag(
            "html",
            Attribute("lang", "en"),
            Tag(
                "head",
                Tag("meta", Attribute("charset", "utf-8")),
                Tag("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                Tag("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                Tag("title", $"Bqx run {run.Id}"),
                Tag("style", StyleSheet.Text)),
            Tag("body", Header(run), Contents(), Tag("main", Sections.Select((section, index) => Of(section, index, data)))));
        return Serialize(page);
    }

    private static XElement Header(RunRecord run) => Tag(
        "header",
        Tag("p", Class("kicker"), "Bqx · report of a training run"),
        Tag("h1", run.Id),
        Tag("p", Class("meta"), $"{run.Status} · started {run.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC{Length(run)} · seed {run.Seed}"));

    private static string Length(RunRecord run) => run.Ended is { } ended ? $" · took {FigureText.Duration((ended - run.Started).TotalSeconds)}" : "";

    private static XElement Contents() => Tag(
        "nav",
        Attribute("aria-label", "Sections"),
        Tag("ol", Sections.Select(section => Tag("li", Tag("a", Attribute("href", $"#{section.Id}"), section.Title)))));

    private static XElement Of(Section section, int index, ReportData data) => Tag(
        "section",
        Attribute("id", section.Id),
        Attribute("aria-labelledby", $"{section.Id}-title"),
        Tag("h2", Attribute("id", $"{section.Id}-title"), Tag("span", Class("number"), $"{index + 1}"), " ", section.Title),
        section.Content(data));

    private static string Serialize(XElement page)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings))
        {
            page.Save(writer);
        }

        return text.Append('\n').ToString();
    }
}
