using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;
using Bqx.Learning.Tests.Training;
using Bqx.TestKit;

namespace Bqx.Learning.Tests.Splits;

public sealed class LockBoxTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2018, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly LockBoxRequest Request = new("1.0.0", "abc123", "d0d0", "Ada");
    private static readonly MinuteRange History = new(100_000, 500_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-lock-box-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "runs", "lock-box.jsonl");

    private LockBoxLedger Ledger => new(Path, new FakeTimeProvider(Now));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_FirstTime_IsWrittenDownAndOpens()
    {
        var walk = WalkForward.Plan(History, Embargo.For(Target.Primary), new WalkForwardOptions());
        var box = walk.LockBox.ShouldNotBeNull();

        var key = Ledger.Open(box, Request);

        var entry = Ledger.Read().ShouldHaveSingleItem();
        entry.ShouldBe(new LockBoxEntry("1.0.0", Now, $"{box.Begin}", $"{MarketCalendar.CloseOf(History.Last)}", "abc123", "d0d0", "Ada"));
        box.Range(key).ShouldBe(new MinuteRange(box.First, History.Last));
        walk.Release(key).Split.Test.ShouldBe(new MinuteRange(box.First, History.Last));
        walk.Release(key).Split.Train.ShouldBe(walk.Folds[^1].Split.Train);
    }

    [Fact]
    public void Open_SameReleaseAgain_IsRefusedAndNotWritten()
    {
        var box = Box(History.Last);
        Ledger.Open(box, Request);

        Should.Throw<FaultException>(() => Ledger.Open(box, Request with { AskedBy = "Bob" }))
            .Message.ShouldStartWith("Release '1.0.0' opened the lock box at 2018-01-05 09:30:00Z, asked by Ada");
        Ledger.Open(box, Request with { Release = "1.0.1" });
        Ledger.Read().Select(entry => entry.Release).ShouldBe(["1.0.0", "1.0.1"]);
        File.ReadAllLines(Path)[0].ShouldContain("\"asked_by\":\"Ada\"");
    }

    [Fact]
    public void Read_NoFile_IsEmpty() => Ledger.Read().ShouldBeEmpty();

    [Fact]
    public void Open_DamagedLedger_IsRefused()
    {
        Ledger.Open(Box(History.Last), Request);
        File.AppendAllText(Path, "{\"release\":\n");

        Should.Throw<FaultException>(() => Ledger.Open(Box(History.Last), Request with { Release = "2" })).Message.ShouldStartWith("Line 2 of the ledger");
    }

    [Fact]
    public void Open_LedgerInUse_IsRefused()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var other = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Should.Throw<FaultException>(() => Ledger.Open(Box(History.Last), Request)).Fault.ShouldBe(Fault.StorageUnavailable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0 final")]
    public void Open_BadName_IsRefused(string release) =>
        Should.Throw<FaultException>(() => Ledger.Open(Box(History.Last), Request with { Release = release })).Message.ShouldContain("not the name");

    [Fact]
    public void Open_NobodyAsks_IsRefused() =>
        Should.Throw<FaultException>(() => Ledger.Open(Box(History.Last), Request with { AskedBy = " " })).Message.ShouldContain("who asks");

    [Fact]
    public void Range_KeyOfAnotherBox_IsRefused()
    {
        var key = Ledger.Open(Box(History.Last), Request);

        Should.Throw<FaultException>(() => Box(History.Last - 1).Range(key)).Message.ShouldContain("The key of release '1.0.0'");
    }

    [Fact]
    public void Release_ShortHistory_IsRefused()
    {
        var key = Ledger.Open(Box(History.Last), Request);
        var walk = WalkForward.Plan(new MinuteRange(0, 50_000), Embargo.For(Target.Primary), new WalkForwardOptions());

        Should.Throw<FaultException>(() => walk.Release(key)).Message.ShouldContain("no lock box");
    }

    [Fact]
    public async Task Build_LockBox_HoldsItsRowsForAKeyOnly()
    {
        var bars = Synthetic.Bars(3).ToList();
        var (first, last) = (MarketCalendar.NumberOf(bars[0].Close), MarketCalendar.NumberOf(bars[^1].Close));
        var box = new LockBox(new MinuteRange(first + 3000, last));

        var shut = await BuildAsync(bars, new DatasetOptions { LockBox = box });
        var open = await BuildAsync(bars, new DatasetOptions { LockBox = box, Key = Ledger.Open(box, Request) });
        var all = await BuildAsync(bars, new DatasetOptions());

        shut.Last.ShouldBe(MarketCalendar.CloseOf(first + 2999));
        shut.Matrix[shut.Matrix.Rows - 1].Number.ShouldBeLessThan(first + 3000 - 60);
        shut.Matrix.Rows.ShouldBeGreaterThan(0);
        open.DataHash.ShouldBe(all.DataHash);
        open.Matrix.Rows.ShouldBe(all.Matrix.Rows);
    }

    private static Task<Dataset> BuildAsync(IEnumerable<MinuteBars> bars, DatasetOptions options) => DatasetBuilder.BuildAsync(
        InMemoryBars.Stream(bars, TestContext.Current.CancellationToken), options, null, TestContext.Current.CancellationToken);

    private static LockBox Box(int last) => new(new MinuteRange(400_000, last));
}
