using System.CommandLine;
using System.Text.Json;
using Bqx.Trainer.Bars;
using Bqx.Trainer.Commands;
using Bqx.Trainer.Commands.Features;
using Spectre.Console;

namespace Bqx.Trainer.Tests.Commands;

public sealed class BarCommandsTests
{
    private readonly RootCommand _root = new("test") { IngestCommand.Create(), SyntheticCommand.Create(), FeaturesCommand.Create() };

    [Theory]
    [InlineData("ingest --format csv a.csv b.csv --zone utc --pair EURUSD --json")]
    [InlineData("ingest --format histdata a.zip")]
    [InlineData("ingest a.csv --zone Europe/Berlin --columns time=1,open=2,high=3,low=4,close=5 --date-order day-first --force --accept-spikes")]
    [InlineData("ingest report --limit 3 --json")]
    [InlineData("ingest quarantine --pair EURUSD --reason Spike --limit 10000")]
    [InlineData("synthetic --days 3 --seed 9 --to folder --until 2017-06-09T20:00Z --ic 0.3 --gaussian-walk")]
    [InlineData("features list --json")]
    [InlineData("features describe bqx_w60_return")]
    [InlineData("features compute --days 5")]
    [InlineData("features docs --out docs/features.md")]
    [InlineData("features lint --bars folder --stride 7 --json")]
    [InlineData("features martingale --bars folder --out report.md")]
    public void Parse_RightUsage_HasNoErrors(string line) => _root.Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("ingest --format csv")]
    [InlineData("ingest --format xml a.csv")]
    [InlineData("ingest --format csv --zone cet a.csv")]
    [InlineData("ingest a.csv --columns time=1")]
    [InlineData("ingest a.csv --pair EURXXX")]
    [InlineData("ingest quarantine --limit 0")]
    [InlineData("ingest quarantine --limit 10001")]
    [InlineData("ingest quarantine --reason Ugly")]
    [InlineData("synthetic --days 0")]
    [InlineData("synthetic --ic 0.5")]
    [InlineData("synthetic --ic NaN")]
    [InlineData("features describe")]
    [InlineData("features compute --days 99999")]
    [InlineData("features lint --stride 0")]
    public void Parse_WrongUsage_HasErrors(string line) => _root.Parse(line).Errors.ShouldNotBeEmpty();

    [Fact]
    public void WriteJson_Summary_IsOneLineWithTotals()
    {
        var (console, text) = Console();
        console.WriteJson(Summary());
        text.ToString().TrimEnd().ShouldNotContain('\n');
        var json = JsonDocument.Parse(text.ToString()).RootElement;
        json.GetProperty("rows").GetInt64().ShouldBe(12);
        json.GetProperty("accepted").GetInt64().ShouldBe(9);
        json.GetProperty("failed").GetInt32().ShouldBe(1);
        json.GetProperty("rejected").GetProperty("Spike").GetInt64().ShouldBe(3);
        json.GetProperty("rows_per_second").GetDouble().ShouldBe(6);
    }

    [Fact]
    public void Print_Summary_NamesReasonsAndErrors()
    {
        var (console, text) = Console();
        LoadTable.Print(console, Summary());
        text.ToString().ShouldContain("Spike 2, resumed after 2017-01-02T00:00Z");
        text.ToString().ShouldContain("no good [at all]");
        text.ToString().ShouldContain("1 of 2 files failed");
    }

    private static LoadSummary Summary() => new(
        [
            new("a.csv", "EURUSD", "histdata", "new_york", 11, 9, 8, new Dictionary<string, long> { ["Spike"] = 2 }, [], null, "2017-01-02T00:00Z", null),
            new("b.csv", null, null, null, 1, 0, 0, new Dictionary<string, long> { ["Spike"] = 1 }, [], null, null, "no good [at all]"),
        ],
        2);

    private static (IAnsiConsole Console, StringWriter Text) Console()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        return (console, text);
    }
}
