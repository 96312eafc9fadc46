using System.CommandLine;
using System.Text.Json;
using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.LeadLag;
using Bqx.Trainer.Commands.Features;
using Bqx.Trainer.Reports;
using Spectre.Console;

namespace Bqx.Trainer.Tests.Commands;

public sealed class FeatureLeadLagCommandTests
{
    private static readonly Minute From = MarketCalendar.WeekOpen(899);

    private static readonly LeadLagResult Result = new(
        LeadLagGraph.Default,
        [
            new LeadLagEdge(Pair.Parse("EURUSD"), Pair.Parse("USDCHF"), 8.471, 8.2e-20, 1, -9.1, IsSignificant: true),
            new LeadLagEdge(Pair.Parse("EURUSD"), Pair.Parse("GBPUSD"), 1.01, 0.44, 7, 2.2, IsSignificant: false),
        ],
        0.05,
        9000,
        From + 1,
        From + 100);

    private readonly RootCommand _root = new("test") { FeaturesCommand.Create() };
    private readonly StringWriter _text = new();
    private readonly IAnsiConsole _console;

    public FeatureLeadLagCommandTests()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_text), Ansi = AnsiSupport.No });
        _console.Profile.Width = 300;
    }

    [Fact]
    public void Parse_RightUsage_HasNoErrors() => _root
        .Parse("features leadlag --from 2017-01-01 --to 2017-07-01 --out graph.json --report report.md --bars bars --json")
        .Errors.ShouldBeEmpty();

    [Fact]
    public async Task Collect_OfAWindow_TakesWhatIsAfterAndUpTo()
    {
        var minutes = new SyntheticMarket(3, SyntheticOptions.GaussianWalk).Generate(From, From + 1000);
        var returns = await FeatureLeadLagCommand.CollectAsync(
            new MinuteSource("a walk", minutes.ToAsyncEnumerable()),
            (From + 100, From + 300),
            _ => { },
            TestContext.Current.CancellationToken);
        (returns.Minutes, returns.First, returns.Last).ShouldBe((200, From + 101, From + 300));
    }

    [Fact]
    public void Json_OfAResult_IsOneLineWithTheSignificantEdges()
    {
        FeatureLeadLagCommand.WriteJson(_console, Result, 5.5);

        _text.ToString().TrimEnd().ShouldNotContain('\n');
        var json = JsonDocument.Parse(_text.ToString()).RootElement;
        json.GetProperty("graph").GetString().ShouldBe($"{LeadLagGraph.Default.Digest}");
        json.GetProperty("tests").GetInt32().ShouldBe(2);
        json.GetProperty("significant").GetInt32().ShouldBe(1);
        var edge = json.GetProperty("edges").EnumerateArray().Single();
        edge.GetProperty("leader").GetString().ShouldBe("EURUSD");
        edge.GetProperty("follower").GetString().ShouldBe("USDCHF");
        edge.GetProperty("p").GetDouble().ShouldBe(8.2e-20);
    }

    [Fact]
    public void Print_OfAResult_NamesTheEdgesAndTheWindow()
    {
        FeatureLeadLagCommand.Print(_console, Result, 5.5);
        _text.ToString().ShouldContain("│ EURUSD │ USDCHF   │ 8.47 │ 8.2e-20 │ 1   │ -9.1 │");
        _text.ToString().ShouldContain("1 of 2 ordered pairs are significant at a false discovery rate of 5 %; 9,000 market minutes");
        _text.ToString().ShouldNotContain("GBPUSD");
    }
}
