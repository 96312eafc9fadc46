using System.Text;
using System.Text.Json.Nodes;
using Bqx.Core;
using Bqx.Trainer.Reports;
using Bqx.Trainer.Reports.Html;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TempHome _home = new();
    private readonly RunStore _store;

    public RunStoreTests() => _store = new RunStore(_home.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSame()
    {
        var run = RunFixture.Full();
        await _store.WriteAsync(run, Token);

        var read = await _store.ReadAsync(run.Id, Token);

        RunJson.Write(read).ShouldBe(RunJson.Write(run));
        read.Figures.ShouldBe(run.Figures);
        read.Embedding!.X.ShouldBe(run.Embedding!.X);
        Directory.GetFiles(_store.FolderOf(run.Id)).Select(Path.GetFileName).ShouldBe(["run.json"]);
    }

    [Fact]
    public async Task Read_RunWithoutInspection_IsReadAndReported()
    {
        var run = RunFixture.Full();
        await _store.WriteAsync(run, Token);
        var path = Path.Combine(_store.FolderOf(run.Id), "run.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!.AsObject();
        json.Remove("inspection").ShouldBeTrue();
        await File.WriteAllTextAsync(path, json.ToJsonString(), Token);

        var read = await _store.ReadAsync(run.Id, Token);

        read.Inspection.ShouldBeNull();
        HtmlReport.Write(read).ShouldContain("No activations of shared layers were recorded.");
        RunMarkdown.Of(read).ShouldBe(RunMarkdown.Of(run with { Inspection = null }));
    }

    [Fact]
    public void Json_Names_AreInSnakeCaseAndTheTextIsFixed() => Encoding.UTF8.GetString(RunJson.Write(RunFixture.Empty with { Packages = ["bqx@1"] })).ShouldBe(
        """
        {
          "id": "20171121-093000-all",
          "command": "./bqx train all --budget 45m --bars ../shared/fx --seed 7",
          "seed": 7,
          "code_version": "4f2a91c07d5e",
          "data_hash": "9e1b6a5c0d4f7a2238c1e0b5d6f7a8b9c0d1e2f30415263748596a7b8c9d0e1f",
          "status": "done",
          "started": "2017-11-21T09:30:00+00:00",
          "facts": [],
          "checks": [],
          "folds": [],
          "figures": [],
          "curves": [],
          "calibration": [],
          "importances": [],
          "ablations": [],
          "weights": [],
          "stages": [],
          "packages": [
            "bqx@1"
          ]
        }

        """);

    [Fact]
    public async Task Json_FigureThatIsNoNumber_ComesBack()
    {
        await _store.WriteAsync(RunFixture.Empty with { Figures = [RunFixture.Skill("ridge", "bqx60_h60", "all", double.NaN, null)] }, Token);

        (await _store.ReadAsync(RunStore.Latest, Token)).Figures[0].Value.ShouldBe(double.NaN);
    }

    [Fact]
    public async Task Read_ByPrefixAndLatest_FindsTheRun()
    {
        await WriteAsync("20171121-093000-all", "20171122-093000-all", "20171122-104500-baseline");

        (await _store.ReadAsync("20171121", Token)).Id.ShouldBe("20171121-093000-all");
        (await _store.ReadAsync("20171122-1", Token)).Id.ShouldBe("20171122-104500-baseline");
        (await _store.ReadAsync("latest", Token)).Id.ShouldBe("20171122-104500-baseline");
    }

    [Fact]
    public async Task Read_IdThatIsThePrefixOfAnother_IsThatId()
    {
        await WriteAsync("20171121", "20171121-b");

        (await _store.ReadAsync("20171121", Token)).Id.ShouldBe("20171121");
    }

    [Theory]
    [InlineData("20171122", "'20171122' may be 20171122-104500-baseline, 20171122-093000-all: write more of the id.")]
    [InlineData("2018", "There is no run '2018': there are 20171122-104500-baseline, 20171122-093000-all, 20171121-093000-all.")]
    [InlineData("", "There is no run '': there are 20171122-104500-baseline, 20171122-093000-all, 20171121-093000-all.")]
    public async Task Read_NameThatFitsNoneOrSeveral_NamesWhatThereIs(string name, string message)
    {
        await WriteAsync("20171121-093000-all", "20171122-093000-all", "20171122-104500-baseline");

        (await RefusalAsync(name)).ShouldBe(message);
    }

    [Fact]
    public async Task Read_OfAnEmptyStore_SaysHowToMakeARun() => (await RefusalAsync("latest")).ShouldBe("There is no run yet: 'train all' makes one.");

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("[1]")]
    public async Task Read_DamagedFile_NamesTheRun(string json)
    {
        Directory.CreateDirectory(_store.FolderOf("r1"));
        await File.WriteAllTextAsync(Path.Combine(_store.FolderOf("r1"), "run.json"), json, Token);

        (await RefusalAsync("r1")).ShouldStartWith("run.json of run r1 cannot be read: line 1 ");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public void Folder_OfWhatIsNoId_IsRefused(string id) =>
        Should.Throw<FaultException>(() => _store.FolderOf(id)).Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public async Task Ids_FoldersWithoutARecord_AreLeftOut()
    {
        await WriteAsync("b", "a");
        Directory.CreateDirectory(Path.Combine(_home.Path, "runs", "unfinished"));

        _store.Ids().ShouldBe(["a", "b"]);
    }

    private async Task WriteAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await _store.WriteAsync(RunFixture.Empty with { Id = id }, Token);
        }
    }

    private async Task<string> RefusalAsync(string name)
    {
        var error = await Should.ThrowAsync<FaultException>(() => _store.ReadAsync(name, Token));
        error.Fault.ShouldBe(Fault.InvalidInput);
        return error.Message;
    }
}
