using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bqx.Trainer.Reports.Html;
using Bqx.Trainer.Tests.Runs;

namespace Bqx.Trainer.Tests.Reports.Html;

public sealed class HtmlReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string FullText = HtmlReport.Write(RunFixture.Full());
    private static readonly XElement Full = Parse(FullText);

    private static readonly string[] Sections =
    [
        "summary", "controls", "data", "figures", "volatility", "regime", "intervals",
        "slices", "loss", "importance", "inputs", "embedding", "shared", "ablations", "ensemble", "stages",
    ];

    [Fact]
    public void Write_AnyRun_HasEverySectionInOrder()
    {
        foreach (var page in new[] { Full, Parse(HtmlReport.Write(RunFixture.Empty)) })
        {
            page.Descendants(Html + "section").Select(section => section.Attribute("id")!.Value).ShouldBe(Sections);
            page.Descendants(Html + "nav").Single().Descendants(Html + "a").Select(link => link.Attribute("href")!.Value[1..]).ShouldBe(Sections);
        }
    }

    [Fact]
    public void Write_OfAFullRun_MissesNothing() => Full.Descendants(Html + "p").Where(IsMissing).ShouldBeEmpty();

    [Fact]
    public void Write_OfAnEmptyRun_SaysWhatIsMissingInEverySection()
    {
        var page = Parse(HtmlReport.Write(RunFixture.Empty));

        foreach (var section in page.Descendants(Html + "section"))
        {
            section.Elements(Html + "p").ShouldContain(paragraph => IsMissing(paragraph), section.Attribute("id")!.Value);
        }

        page.Descendants(Svg + "svg").ShouldBeEmpty();
        Banner(page).ShouldBe("No control was run: the figures below rest on none.");
    }

    [Theory]
    [InlineData("data", 1)]
    [InlineData("figures", 2)]
    [InlineData("volatility", 1)]
    [InlineData("regime", 3)]
    [InlineData("intervals", 4)]
    [InlineData("slices", 8)]
    [InlineData("loss", 90)]
    [InlineData("importance", 1)]
    [InlineData("inputs", 1)]
    [InlineData("embedding", 2)]
    [InlineData("shared", 1)]
    [InlineData("ensemble", 2)]
    [InlineData("stages", 1)]
    public void Write_OfAFullRun_DrawsTheChartsOfASection(string section, int charts) =>
        SectionOf(Full, section).Descendants(Svg + "svg").Count().ShouldBe(charts);

    [Fact]
    public void Write_TwiceTheSame_GivesTheSameText() => HtmlReport.Write(RunFixture.Full()).ShouldBe(FullText);

    [Fact]
    public void Write_OfAFullRun_NeedsNoNetworkAndNoScript()
    {
        Regex.Matches(FullText, @"(https?:)?//[^\s""']*").Select(match => match.Value).Distinct().Order().ShouldBe([$"{Html}", $"{Svg}"]);
        Full.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().ShouldBeSubsetOf(
        [
            "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "h1", "h2", "h3", "p", "a", "ol", "ul", "li", "span",
            "div", "pre", "code", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption",
            "svg", "g", "line", "rect", "circle", "path", "text",
        ]);
        FullText.ShouldNotContain("url(");
        FullText.ShouldNotContain("@import");
    }

    [Fact]
    public void Write_OfAFullRun_StaysBelowAMegabyte() => FullText.Length.ShouldBeLessThan(1_000_000);

    [Fact]
    public void Write_StyleSheet_HoldsNothingThatXmlEscapes() => StyleSheet.Text.IndexOfAny(['<', '>', '&']).ShouldBe(-1);

    [Fact]
    public void Write_OfAFullRun_CanBeHeard()
    {
        Full.Descendants(Svg + "svg").ShouldAllBe(svg => svg.Attribute("aria-label")!.Value.Length > 10 && svg.Attribute("role")!.Value == "img");
        Full.Descendants(Html + "figure").ShouldAllBe(figure => figure.Element(Html + "figcaption")!.Value.Length > 0);
        Full.Descendants(Html + "table").ShouldAllBe(table => table.Element(Html + "caption")!.Value.Length > 0);
        Full.Descendants(Html + "th").ShouldAllBe(heading => heading.Attribute("scope") != null);
    }

    [Fact]
    public void Write_NonVoidElementWithoutContent_HasAnEndTag() =>
        Regex.Matches(FullText, "<([a-z0-9]+)[^>]*/>").Select(match => match.Groups[1].Value).Distinct()
            .ShouldBeSubsetOf(["meta", "line", "rect", "circle", "path"]);

    [Fact]
    public void Write_HostileNames_AreText()
    {
        const string Evil = "<script>alert('x')</script> & \"q\" \u0001";
        var run = RunFixture.Full() with
        {
            Command = Evil,
            Facts = [new(Evil, Evil)],
            Checks = [new(Evil, Evil, true, Evil, Evil)],
            Figures = [RunFixture.Skill(Evil, "bqx60_h60", "all", 0.1, 0.01), RunFixture.Skill(Evil, "bqx60_h60", $"pair:{Evil}", 0.1, 0.01)],
            Curves = [new(Evil, 0, Evil, [1, 2], [1, 2], 0)],
            Calibration = [new(Evil, Evil, [0.5], [0.5])],
            Importances = [new(Evil, [Evil], 1, 0.1)],
            Ablations = [new(Evil, Evil, Evil, Evil, Evil, 1, 2, 1, 1)],
            Embedding = new([1, 2], [1, 2], [0, 1], [Evil, "b"], 0, [new(1, Evil, 0.5)]),
            Inspection = new(Evil, 1, [new(Evil, true, 1, 0.1)], new(1, 1, [new(Evil, 1, 1, 1, 0)], [new(0, [1, 1, 1, 1, 1])])),
            Weights = [new(Evil, Evil, Evil, 1)],
            Stages = [new(Evil, 1)],
            Packages = [Evil],
        };

        var text = HtmlReport.Write(run);

        Parse(text).Descendants().ShouldNotContain(element => element.Name.LocalName == "script");
        text.ShouldNotContain("<script", Case.Insensitive);
        text.ShouldContain("&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"q\" \uFFFD");
    }

    // Of the fixture's 200 inputs, 1/rank each of what helps: Σ 1/(1 + 20k), k < 10, over the harmonic number of 200.
    [Fact]
    public void Inputs_OfTheNets_AreOneListWithTheEmbeddingMarked()
    {
        var section = SectionOf(Full, "inputs");
        var share = Enumerable.Range(0, 10).Sum(k => 1.0 / (1 + (20 * k))) / Enumerable.Range(1, 200).Sum(rank => 1.0 / rank);

        section.Elements(Html + "p").Single().Value.ShouldBe(
            "200 inputs of multitask, each permuted by itself on 2,044 rows that no net was fitted on. The first 50 hold 3 of the 10 dimensions "
            + $"of the embedding; the best of them is at place 1, and together they have {100 * share:0.0} % of what helps.");
        section.Descendants(Svg + "text").Count(label => label.Value.StartsWith('◆')).ShouldBe(2);
        var rows = section.Descendants(Html + "tbody").Single().Elements().Select(row => row.Elements().Select(cell => cell.Value).ToList()).ToList();
        rows.Count.ShouldBe(100 + 5);
        rows[20].ShouldBe(["embedding_1", "21", "embedding", "+0.0005 ± 0.0004"]);
        rows[^1][1].ShouldBe("181");
    }

    [Fact]
    public void Shared_Layer_TellsDeadUnitsAndUnitsByRegime()
    {
        var section = SectionOf(Full, "shared");

        section.Elements(Html + "p").Single().Value.ShouldContain("128 units. On 14,000 rows");
        section.Elements(Html + "p").Single().Value.ShouldContain("12.9 % of units are dead");
        section.Elements(Html + "p").Single().Value.ShouldContain("the worst has 25.0 % dead");
        section.Descendants(Svg + "title").Select(title => title.Value).ShouldContain("unit 7, strong_bear: -0.5000");
        section.Descendants(Svg + "title").Select(title => title.Value).ShouldContain("unit 7, neutral: none");
        section.Descendants(Html + "tbody").Single().Elements().Count().ShouldBe(28);
    }

    [Fact]
    public void Summary_FailedControl_ComesFirstAndWarns()
    {
        var run = RunFixture.Full();
        var page = Parse(HtmlReport.Write(run with { Checks = run.Checks.SetItem(2, run.Checks[2] with { Passed = false }) }));

        Banner(page).ShouldBe("1 of 6 controls and leak checks failed: the figures below cannot be trusted.");
        SectionOf(page, "controls").Descendants(Html + "tr").ElementAt(1).Value.ShouldContain("R² of the martingalecontrolFAILED");
    }

    [Fact]
    public void Summary_OfNoSkill_SaysSo()
    {
        var run = RunFixture.Empty with { Figures = [RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.0004, 0.0011)] };

        SectionOf(Parse(HtmlReport.Write(run)), "summary").Value
            .ShouldContain("No skill over the martingale was found on bqx60_h60: +0.0004 ± 0.0011.");
    }

    [Fact]
    public void Write_RunThatWasInterrupted_SaysSo() =>
        SectionOf(Parse(HtmlReport.Write(RunFixture.Full() with { Status = "interrupted" })), "summary").Value.ShouldContain("The run is interrupted");

    [Fact]
    public void Write_FiguresThatAreNoNumbers_AreShownAsNone()
    {
        var run = RunFixture.Empty with
        {
            Figures = [RunFixture.Skill("ensemble", "bqx60_h60", "all", double.NaN, double.NaN), RunFixture.Skill("ridge", "bqx60_h60", "all", 0.1, null)],
            Curves = [new("multitask", 0, "EURUSD", [1, double.NaN, 0.5], [double.NaN, double.PositiveInfinity, 1], 0)],
        };

        var text = HtmlReport.Write(run);

        text.ShouldNotContain("NaN", Case.Sensitive);
        text.ShouldContain("– ± –");
    }

    private static bool IsMissing(XElement paragraph) => paragraph.Attribute("class")?.Value is "missing" or "banner bad";

    private static string Banner(XElement page) => SectionOf(page, "summary").Elements(Html + "p").First().Value;

    private static XElement SectionOf(XElement page, string id) =>
        page.Descendants(Html + "section").Single(section => section.Attribute("id")!.Value == id);

    private static XElement Parse(string html) => XDocument.Parse(html).Root!;
}
