using System.Collections.Immutable;
using System.CommandLine;
using Bqx.Core;
using Bqx.DevServices;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Splits;
using Bqx.Learning.Trees;
using Bqx.TestKit;
using Bqx.Trainer.Commands.Training;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Studies;
using Bqx.Trainer.Tests.FeatureTables;
using Bqx.Trainer.Tests.Runs;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.Studies;

/// <summary><c>train release</c> after a run over ten months, of which there are bars of some days only.</summary>
public sealed class ReleaseJobTests : IDisposable
{
    private const string RunId = "20241101-000000-all";
    private const int TrainingParts = 6;
    private const int SegmentMinutes = 3_000;
    private static readonly DateTimeOffset Now = new(2024, 11, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly (Minute First, Minute Last) History = (Day(2024, 1, 2), Day(2024, 10, 31));

    private readonly TempHome _home = new();
    private readonly TrainerHost _host;
    private int _opened;

    public ReleaseJobTests() => _host = new TrainerHost(
        new LocalPaths { Root = _home.Path, Home = _home.Path, Models = Path.Combine(_home.Path, "models") }, new FakeTimeProvider(Now));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LockBoxLedger Ledger => new(Path.Combine(_home.Path, "lockbox.jsonl"), TimeProvider.System);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("train release 1.0 --run latest")]
    [InlineData("train release 1.0 --run 2024 --by Ada --json")]
    public void Parse_RightUsage_HasNoErrors(string line) => Root().Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("train release 1.0")]
    [InlineData("train release --run latest")]
    public void Parse_WrongUsage_HasErrors(string line) => Root().Parse(line).Errors.ShouldNotBeEmpty();

    [Fact]
    public async Task Run_FinishedRun_OpensTheLockBoxOnceAndJudgesThere()
    {
        Require.That(XgboostLibrary.IsAvailable, "libxgboost.so.0 is missing: apt-get install libxgboost0");
        var plan = Plan(StudyKind.All, History);
        var box = plan.Walk().LockBox!;
        await FinishAsync(plan, "done");

        var judged = await RunAsync("1.0");

        Ledger.Read().ShouldHaveSingleItem().ShouldBe(new LockBoxEntry(
            "1.0", Now, $"{box.Begin}", $"{History.Last}", Trainer.Training.CodeVersion.Current, RunFixture.Empty.DataHash, "Ada"));
        (judged.Id, judged.Status, judged.Command).ShouldBe(($"{RunId}-1.0", "done", $"train release 1.0 --run {RunId}"));
        judged.Packages.ShouldBeEmpty();
        judged.Folds.Where(fold => fold.Role == "test").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fold => fold.First.ShouldBe($"{box.Begin}"),
            fold => fold.Last.ShouldBe($"{History.Last}"),
            fold => fold.Rows.ShouldBeGreaterThan(Pair.Count));
        judged.Figures.Select(figure => figure.Model).ShouldContain("ensemble");
        (await new RunStore(_home.Path).ReadAsync(judged.Id, Stop)).Figures.ShouldBe(judged.Figures);
        (await new RunStore(_home.Path).ReadAsync(RunId, Stop)).Figures.ShouldBeEmpty();

        (await RefusalAsync("1.0")).ShouldBe(
            "Release '1.0' opened the lock box at 2024-11-02 09:30:00Z, asked by Ada: a release opens it once. A model that was changed since is another release.");
        (await RefusalAsync("1.1", RunStore.Latest)).ShouldBe(
            $"The run '{judged.Id}' has no plan.json: it was not begun by a study, or judges another run for a release.");
        Ledger.Read().Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("failed")]
    [InlineData("interrupted")]
    public async Task Run_UnfinishedRun_IsRefusedAndTheLockBoxStaysShut(string status)
    {
        await FinishAsync(Plan(StudyKind.All, History), status);

        (await RefusalAsync("1.0")).ShouldBe($"Run {RunId} is {status}, of 'train all': a finished one of 'train all' is needed.");
        ShouldBeShut();
    }

    [Fact]
    public async Task Run_RunOfAPart_IsRefusedAndTheLockBoxStaysShut()
    {
        await FinishAsync(Plan(StudyKind.Baseline, History), "done");

        (await RefusalAsync("1.0")).ShouldBe($"Run {RunId} is done, of 'train baseline': a finished one of 'train all' is needed.");
        ShouldBeShut();
    }

    [Fact]
    public async Task Run_HistoryTooShortForALockBox_IsRefused()
    {
        await FinishAsync(Plan(StudyKind.All, (History.First, Day(2024, 8, 30))), "done");

        (await RefusalAsync("1.0")).ShouldBe($"The history of run {RunId} has no lock box: 10 months are needed for one.");
        ShouldBeShut();
    }

    [Fact]
    public async Task Run_NoSuchRun_IsRefused()
    {
        (await RefusalAsync("1.0")).ShouldStartWith("There is no run yet");
        ShouldBeShut();
    }

    private static RootCommand Root() => new("test") { new Command("train") { ReleaseCommand.Create() } };

    private static Minute Day(int year, int month, int day) => Minute.Exact(new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.Zero));

    private static StudyPlan Plan(StudyKind kind, (Minute First, Minute Last) range)
    {
        var request = new StudyRequest { Kind = kind, Pairs = [Pair.Parse("EURUSD")] };
        return StudyPlanner.Make(request, range, speed: 1) with
        {
            Effort = new StudyEffort { Stride = 60, EncoderEpochs = 1, HeadEpochs = 1, HierarchicalEpochs = 1, TreeRounds = 5, Trials = 0 },
        };
    }

    // What the run has left: its plan, its record, and its controls, which a release does not repeat.
    private async Task FinishAsync(StudyPlan plan, string status)
    {
        var runs = new RunStore(_home.Path);
        var folder = new StudyFolder(runs.FolderOf(RunId));
        await folder.WritePlanAsync(plan, Stop);
        await folder.WriteAsync("controls.json", StudyJson.Write<ImmutableArray<RunCheck>>([new("negative", "a walk", true, "0", "0")]), Stop);
        await runs.WriteAsync(RunFixture.Empty with { Id = RunId, Status = status }, Stop);
    }

    private Task<RunRecord> RunAsync(string release, string run = RunId) => new ReleaseJob(_host, _ =>
    {
        _opened++;
        return Task.FromResult(new StudyStores(new MemoryBars([.. Bars()]), new MemoryTrials(), new MemoryFeatures()));
    }).RunAsync(release, run, "Ada", Stop);

    private async Task<string> RefusalAsync(string release, string run = RunId)
    {
        var refused = await Should.ThrowAsync<FaultException>(() => RunAsync(release, run));
        refused.Fault.ShouldBe(Fault.InvalidInput);
        return refused.Message;
    }

    private void ShouldBeShut()
    {
        Ledger.Read().ShouldBeEmpty();
        _opened.ShouldBe(0);
    }

    // Some days at the end of each block and of each part of the training block, with the history that features need before.
    private static IEnumerable<MinuteBars> Bars()
    {
        var last = Plan(StudyKind.All, History).Folds[^1];
        var market = new SyntheticMarket(1, SyntheticOptions.Default);
        return Enumerable.Range(1, TrainingParts).Select(part => last.Train.First + (last.Train.Length * part / TrainingParts) - 1)
            .Concat([last.Validation.Last, last.Calibration.Last, MarketCalendar.NumberAtOrBefore(History.Last)])
            .SelectMany(end => market.Generate(
                MarketCalendar.CloseOf(end - SegmentMinutes - FeatureCatalogue.LongestLookback), MarketCalendar.CloseOf(end)));
    }
}
