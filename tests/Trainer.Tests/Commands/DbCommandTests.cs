using System.CommandLine;
using System.Text.Json;
using Bqx.Core;
using Bqx.Storage;
using Bqx.Trainer.Commands;
using Bqx.Trainer.FeatureTables;
using Spectre.Console;

namespace Bqx.Trainer.Tests.Commands;

public sealed class DbCommandTests
{
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Minute Close = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly RootCommand _root = new("test") { DbCommand.Create() };
    private readonly StringWriter _text = new();
    private readonly IAnsiConsole _console;

    public DbCommandTests()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_text), Ansi = AnsiSupport.No });
        _console.Profile.Width = 300;
    }

    [Theory]
    [InlineData("db status --json")]
    [InlineData("db migrate")]
    [InlineData("db rebuild --from 2017-01-01 --to 2017-02-01T12:00Z --pairs EURUSD USDJPY --verify --json")]
    [InlineData("db retention --bars 24 --features 3 --predictions 2 --dry-run")]
    public void Parse_RightUsage_HasNoErrors(string line) => _root.Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("db retention --features 1")]
    [InlineData("db retention --bars many")]
    [InlineData("db rebuild --since 2017")]
    [InlineData("db")]
    public void Parse_WrongUsage_HasErrors(string line) => _root.Parse(line).Errors.ShouldNotBeEmpty();

    [Fact]
    public void Status_AsJson_IsOneLine()
    {
        DbStatusCommand.WriteJson(_console, Status());

        _text.ToString().TrimEnd().ShouldNotContain('\n');
        var json = JsonDocument.Parse(_text.ToString()).RootElement;
        json.GetProperty("version").GetInt32().ShouldBe(4);
        json.GetProperty("pending")[0].GetString().ShouldBe("0005 tables");
        json.GetProperty("last_bars").GetProperty("EURUSD").GetString().ShouldBe("2017-06-01T12:00Z");
        json.GetProperty("tables")[0].GetProperty("months")[1].GetProperty("pairs").GetInt32().ShouldBe(28);
        json.GetProperty("replica").GetProperty("is_used").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Status_AsText_NamesWhatAnOperatorLooksFor()
    {
        DbStatusCommand.Print(_console, Status());

        var text = _text.ToString();
        text.ShouldContain("Pending: 0005 tables ('db migrate' applies them).");
        text.ShouldContain("2017_01 to 2017_02");
        text.ShouldContain("3 to 28");
        text.ShouldContain("Last bar 2017-06-01T12:00Z: EURUSD.");
        text.ShouldContain("Lock 'ingest' is held by process 77 (bqx [x], 10.0.0.1), connected since 2017-06-01 00:00:00Z.");
        text.ShouldContain("The read replica is not used: It is 75 s behind.");
    }

    [Fact]
    public void Rebuild_WithDifferences_ShowsThem()
    {
        var differences = new TableDifferences();
        var computed = new FeatureTable("reg", EurUsd, ["a", "b"], new[] { Close, Close + 1 }, new[] { 1f, 0f, 2f, 0f });
        differences.Compare(computed, computed with { Closes = new[] { Close, Close + 2 }, Values = new[] { 1f, -0f, 2f, 0f } });
        var result = new RebuildResult(Close, Close + 1, RebuildStart.Snapshot, 9, 2, differences);

        DbRebuildCommand.Print(_console, result, 1.5);
        _text.ToString().ShouldBe(
            """
            9 minutes replayed from a snapshot, 2 rows from 2017-06-01T12:00Z to 2017-06-01T12:01Z compared; 1.5 s.
            1 rows differ, 1 are missing, 1 should not be there:
              reg EURUSD 2017-06-01T12:00Z has b = -0, the bars give 0
              reg EURUSD 2017-06-01T12:01Z is not stored
              reg EURUSD 2017-06-01T12:02Z is stored but the bars give none

            """);

        _text.GetStringBuilder().Clear();
        DbRebuildCommand.WriteJson(_console, result, 1.5);
        var json = JsonDocument.Parse(_text.ToString()).RootElement;
        json.GetProperty("equal").GetBoolean().ShouldBeFalse();
        json.GetProperty("start").GetString().ShouldBe("snapshot");
        json.GetProperty("differences").GetProperty("missing").GetInt64().ShouldBe(1);
    }

    [Fact]
    public void Retention_DryRun_SaysWhatWouldGo()
    {
        DbRetentionCommand.Print(
            _console, [new("m1", EurUsd, "2016_12", 2_000_000), new("m1", EurUsd, "2017_01", 3_000_000)], dry: true);

        _text.ToString().ShouldContain("2016_12 to 2017_01");
        _text.ToString().ShouldContain("2 partitions would be dropped, 5.0 MB.");
    }

    private static DatabaseStatus Status() => new(
        "18.4",
        "bqx",
        4,
        ["0005 tables"],
        123_456_789,
        [new TableStatus("m1", 1_000, 2_000_000, 31, [new MonthStatus("2017_01", 3), new MonthStatus("2017_02", 28)])],
        [new LastBar(EurUsd, Close)],
        [new LockHolder("ingest", Held: true, 77, "bqx [x]", "10.0.0.1", new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero))],
        new ReplicaStatus(IsUsed: false, 75, "It is 75 s behind."));
}
