using System.Collections.Immutable;
using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;

namespace Bqx.Trainer.Tests.Reports.Html;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly ChartText Text = new("title", "alternative");

    [Fact]
    public void Scale_At_MapsTheEndsAndTheMiddle()
    {
        var scale = new LinearScale(-1, 3, 100, 500);

        new[] { scale.At(-1), scale.At(1), scale.At(3) }.ShouldBe([100, 300, 500]);
    }

    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-0.011, 0.016, 6, "-0.010 -0.005 0 0.005 0.010 0.015")]
    [InlineData(0, 1210, 6, "0 500 1000")]
    [InlineData(0.88, 0.92, 4, "0.88 0.89 0.90 0.91 0.92")]
    public void Scale_Ticks_AreRound(double low, double high, int count, string expected) =>
        string.Join(' ', new LinearScale(low, high, 0, 100).Ticks(count).Select(tick => tick.Text)).ShouldBe(expected);

    [Fact]
    public void Scale_CoveringOneValueOrNone_HasALength()
    {
        LinearScale.Covering([2], 0, 1).ShouldBe(new LinearScale(1.9, 2.1, 0, 1));
        LinearScale.Covering([double.NaN, double.PositiveInfinity], 0, 1).ShouldBe(new LinearScale(0, 1, 0, 1));
    }

    [Fact]
    public void Forest_Rows_AreDrawnWithTwoErrors()
    {
        var chart = new ForestPlot(Text).Of([new("a", 0.5, 0.25), new("b", -0.5, null)]);

        // The scale covers 0 ± 1 less half, with a margin of a twentieth: −0.575 to 1.075 on 128 to 704 pixels.
        var dots = chart.Descendants(Svg + "circle").Select(dot => dot.Attribute("cx")!.Value);
        dots.ShouldBe([$"{128 + (1.075 / 1.65 * 576):0.#}", $"{128 + (0.075 / 1.65 * 576):0.#}"]);
        var whisker = chart.Descendants(Svg + "line").Single(line => line.Attribute("class")!.Value == "whisker");
        whisker.Attribute("x1")!.Value.ShouldBe($"{128 + (0.575 / 1.65 * 576):0.#}");
        whisker.Attribute("x2")!.Value.ShouldBe($"{128 + (1.575 / 1.65 * 576):0.#}");
        chart.Descendants(Svg + "g").Select(row => row.Attribute("class")!.Value).ShouldBe(["s0", "s1"]);
    }

    [Fact]
    public void Forest_RowFarFromAllOthers_StandsAtTheEdgeWithItsValue()
    {
        var rows = Enumerable.Range(1, 9).Select(i => new ForestRow($"{i}", 0.001 * i, 0.001)).Append(new ForestRow("bad", -0.9, 0.01));

        var chart = new ForestPlot(Text).Of([.. rows]);

        chart.Descendants(Svg + "circle").Count().ShouldBe(9);
        chart.Descendants(Svg + "text").ShouldContain(text => text.Value == "◀ -0.9000 ± 0.0100");
    }

    [Fact]
    public void HeatMap_Cells_HaveValueErrorAndColour()
    {
        var chart = new HeatMap(Text, ["t1", "t2"], ["m"], (_, target) => target == "t1" ? (-0.25, 0.5) : null).Of();

        var cell = chart.Descendants(Svg + "rect").First();
        (cell.Attribute("class")!.Value, cell.Attribute("fill-opacity")!.Value).ShouldBe(("cell minus", "0.75"));
        chart.Descendants(Svg + "title").Select(title => title.Value).ShouldBe(["m, t1: -0.2500 ± 0.5000", "m, t2: none"]);
    }

    [Fact]
    public void Line_WithAGap_IsBroken() =>
        Drawing.Path([0, 1, 2, 3, 4], [5, 6, double.NaN, 8, 9]).ShouldBe("M0 5L1 6M3 8L4 9");

    [Fact]
    public void Line_OfManyPoints_IsThinnedToItsEnds()
    {
        var values = Enumerable.Range(0, 5000).Select(i => (double)i).ToImmutableArray();

        var path = new LineChart(Text).Of([new("a", values, values)]).Descendants(Svg + "path").Single().Attribute("d")!.Value;

        path.Count(c => c == 'L').ShouldBe(199);
        Drawing.Thin(5000, 200).First().ShouldBe(0);
        Drawing.Thin(5000, 200).Last().ShouldBe(4999);
    }

    [Fact]
    public void Scatter_OfManyPoints_IsBoundedAndFairToGroupsThatTakeTurns()
    {
        var groups = Enumerable.Range(0, 10).Select(i => $"g{i}").ToList();
        var group = Enumerable.Range(0, 50_000).Select(i => groups[i % 10]).ToImmutableArray();
        var values = Enumerable.Range(0, 50_000).Select(i => (float)i).ToImmutableArray();

        var chart = new ScatterPlot(Text).Of(values, values, group, groups);

        var counts = chart.Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value.Count(c => c == 'M')).ToList();
        counts.Sum().ShouldBe(ScatterPlot.MostPoints);
        counts.ShouldAllBe(count => count > 250 && count < 350);
    }

    [Fact]
    public void Bars_Stacked_FollowEachOther()
    {
        var chart = new BarChart(Text) { Parts = ["x", "y"] }.Of([new("a", [0.25, 0.75], null, "tip")]);

        var bars = chart.Descendants(Svg + "rect").ToList();
        var ends = bars.Select(bar => (double.Parse(bar.Attribute("x")!.Value), double.Parse(bar.Attribute("width")!.Value))).ToList();
        ends[0].Item1.ShouldBe(128);
        ends[1].Item1.ShouldBe(ends[0].Item1 + ends[0].Item2, 0.11);
        (ends[1].Item2 / ends[0].Item2).ShouldBe(3, 0.01);
    }

    [Fact]
    public void Timeline_Spans_LieOnOneScale()
    {
        var start = new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var chart = new Timeline(Text).Of([new("fold 0", 0, start, start.AddDays(100), "a"), new("fold 1", 1, start.AddDays(50), start.AddDays(200), "b")], ["train", "test"]);

        var bars = chart.Descendants(Svg + "rect").Select(bar => (bar.Attribute("x")!.Value, bar.Attribute("width")!.Value)).ToList();
        bars.ShouldBe([("76", "386"), ("269", "579")]);
        chart.Descendants(Svg + "text").Select(text => text.Value).Where(text => text.StartsWith("2017", StringComparison.Ordinal))
            .ShouldBe(["2017-01", "2017-02", "2017-03", "2017-04", "2017-05", "2017-06", "2017-07"]);
    }
}
