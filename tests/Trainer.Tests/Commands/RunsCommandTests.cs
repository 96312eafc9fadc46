using System.CommandLine;
using System.Text.Json;
using Bqx.Core;
using Bqx.Trainer.Commands.Runs;
using Bqx.Trainer.Reports;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Tests.Runs;
using Spectre.Console;

namespace Bqx.Trainer.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private static readonly RunRecord Small = RunFixture.Empty with
    {
        Checks = [new("control", "Gaussian [walk]", true, "|skill| < 3 SE", "1.7 SE"), new("leak", "stamped early", false, "caught", "missed")],
        Folds = [new(0, "test", "2017-06-01T00:00Z", "2017-07-01T00:00Z", 1200)],
        Figures =
        [
            RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.0031, 0.0012),
            RunFixture.Skill("ensemble", "bqx60_h60", "pair:EURUSD", 0.0042, 0.005),
            new("multitask", "log_rv", "r2_over_har", "all", 0.03, 0.004, null, "har", 0, 9000),
            new("multitask", "log_rv", "r2_over_har_median_pair", "all", 0.028, 0.004, null, "har", 0, 9000),
        ],
        Stages = [new("replay", 75)],
        Packages = ["bqx@3"],
    };

    private readonly RootCommand _root = new("test") { RunsCommand.Create() };
    private readonly StringWriter _text = new();
    private readonly IAnsiConsole _console;
    private readonly TempHome _home = new();

    public RunsCommandTests()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_text), Ansi = AnsiSupport.No });
        _console.Profile.Width = 300;
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("runs list --limit 5 --json")]
    [InlineData("runs show latest --slice hour")]
    [InlineData("runs compare 20171121 latest --json")]
    [InlineData("runs report latest --to report.html")]
    [InlineData("runs report latest --markdown")]
    public void Parse_RightUsage_HasNoErrors(string line) => _root.Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("runs")]
    [InlineData("runs show")]
    [InlineData("runs show latest --slice week")]
    [InlineData("runs compare latest")]
    [InlineData("runs list --limit 0")]
    public void Parse_WrongUsage_HasErrors(string line) => _root.Parse(line).Errors.ShouldNotBeEmpty();

    [Fact]
    public void List_OfARun_IsALineOfIt()
    {
        RunsListCommand.Print(_console, [RunSummary.Of(Small)]);

        _text.ToString().ShouldContain(
            "│ 20171121-093000-all │ done   │ 1 of 2   │ ensemble │ +0.0031 ± 0.0012 │ +0.0280                      │ ./bqx train all");
    }

    [Fact]
    public void List_OfNone_SaysHowToMakeOne()
    {
        RunsListCommand.Print(_console, []);
        _text.ToString().ShouldBe($"There is no run yet: 'train all' makes one.{Environment.NewLine}");
    }

    [Fact]
    public async Task List_WithADamagedRun_ShowsTheOthersNewestFirst()
    {
        var token = TestContext.Current.CancellationToken;
        var store = new RunStore(_home.Path);
        await store.WriteAsync(Small with { Id = "1" }, token);
        await store.WriteAsync(Small with { Id = "3" }, token);
        Directory.CreateDirectory(store.FolderOf("2"));
        await File.WriteAllTextAsync(Path.Combine(store.FolderOf("2"), "run.json"), "{", token);
        var warnings = new List<string>();

        var runs = await RunsListCommand.ReadAsync(store, 10, warnings.Add, token);

        runs.Select(run => run.Id).ShouldBe(["3", "1"]);
        warnings.Single().ShouldContain("run 2 cannot be read");
    }

    [Fact]
    public void Show_OfARun_BeginsWithControlsAndThenVerdicts()
    {
        RunsShowCommand.Print(_console, Small, null, null);

        var text = _text.ToString();
        text.ShouldContain("│ stamped early   │ leak    │ NO     │ caught         │ missed   │");
        text.ShouldContain("ensemble is better than the martingale on bqx60_h60: +0.0031 ± 0.0012.");
        text.ShouldContain("│ ensemble  │ bqx60_h60 │ all   │ +0.0031 ± 0.0012 │ martingale │ 9,000 │");
        text.IndexOf("Gaussian [walk]", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("is better", StringComparison.Ordinal));
        text.IndexOf("is better", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("│ ensemble", StringComparison.Ordinal));
        text.ShouldContain("fold 0 test         2017-06-01T00:00Z to 2017-07-01T00:00Z, 1,200 rows");
        text.ShouldContain("replay 1 min 15 s");
        text.ShouldContain("Packages: bqx@3");
        text.ShouldContain("No report yet: 'runs report 20171121-093000-all' writes it.");
    }

    [Fact]
    public void Show_BySlice_ShowsThoseFiguresOnly()
    {
        RunsShowCommand.Print(_console, Small, "pair", "/x/report.html");

        _text.ToString().ShouldContain("│ ensemble │ bqx60_h60 │ pair:EURUSD │ +0.0042 ± 0.0050 │");
        _text.ToString().ShouldNotContain("│ all ");
        _text.ToString().ShouldContain("Report: /x/report.html");
    }

    [Fact]
    public void Compare_OfTwo_ShowsFiguresAndDifferences()
    {
        var other = Small with { Id = "b", Seed = 8, Figures = [RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.0131, 0.0016)] };

        RunsCompareCommand.Print(_console, RunComparison.Of(Small, other));

        var text = _text.ToString();
        text.ShouldContain("│ seed       │ 7 │ 8 │");
        text.ShouldContain("│ bqx60_h60 │ ensemble │ skill  │ 0.0031 │ 0.0131 │ 0.01 ± 0.002  │ yes        │");
        text.ShouldContain("They share their test rows");
        text.ShouldContain("Only A has multitask.");
    }

    [Fact]
    public void Json_OfAComparison_IsOneLine()
    {
        Trainer.Commands.JsonOutput.WriteJson(_console, RunComparison.Of(Small, Small with { Seed = 9 }));

        _text.ToString().TrimEnd().ShouldNotContain('\n');
        var json = JsonDocument.Parse(_text.ToString()).RootElement;
        json.GetProperty("same_rows").GetBoolean().ShouldBeTrue();
        json.GetProperty("figures")[0].GetProperty("difference").GetDouble().ShouldBe(0);
        json.GetProperty("differences")[0].GetProperty("what").GetString().ShouldBe("seed");
    }

    [Fact]
    public void Markdown_OfARun_BeginsWithControls()
    {
        var text = RunMarkdown.Of(Small with { Facts = [new("plan", "a|b <c>")] });

        text.ShouldStartWith(
            """
            # Run 20171121-093000-all

            Status done. The same again: `./bqx train all --budget 45m --bars ../shared/fx --seed 7`

            ## Controls and leak checks

            1 of 2 passed.

            | control | kind | passed | expected | observed |
            |---|---:|---:|---:|---:|
            | Gaussian [walk] | control | yes | \|skill\| &lt; 3 SE | 1.7 SE |
            | stamped early | leak | NO | caught | missed |

            ## Verdicts

            - ensemble is better than the martingale on bqx60_h60: +0.0031 ± 0.0012.

            """);
        text.ShouldContain("| model | skill ± error | over | rows |\n|---|---:|---:|---:|\n| ensemble | +0.0031 ± 0.0012 | martingale | 9,000 |\n");
        text.ShouldContain("| plan | a\\|b &lt;c> |");
        text.ShouldNotContain("Inputs of the nets");
    }

    [Fact]
    public void Markdown_OfARunWithNets_HasTheirInputsAndSharedLayers()
    {
        var text = RunMarkdown.Of(Small with { Inspection = RunFixture.Full().Inspection });

        text.ShouldContain(
            """
            | input | rank | kind | growth of the loss ± error |
            |---|---:|---:|---:|
            | embedding_0 | 1 | embedding | +0.0100 ± 0.0004 |
            | slope_1 | 2 | feature | +0.0050 ± 0.0004 |

            """);
        text.ShouldNotContain("| 21 |");
        text.ShouldContain($"| {Pair.All[1].Name} | 500 | 0.4100 | 50.0 % | 12.5 % |");
    }

    [Fact]
    public void Show_OfARunWithNets_SaysWhereTheEmbeddingStands()
    {
        RunsShowCommand.Print(_console, Small with { Inspection = RunFixture.Full().Inspection }, null, null);

        _text.ToString().ReplaceLineEndings(" ").ShouldContain("The first 50 hold 3 of the 10 dimensions of the embedding");
    }
}
