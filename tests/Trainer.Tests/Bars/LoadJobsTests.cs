using Bqx.Core;
using Bqx.Ingest;
using Bqx.Ingest.Synthetic;
using Bqx.TestKit;
using Bqx.Trainer.Bars;

namespace Bqx.Trainer.Tests.Bars;

public sealed class LoadJobsTests : IDisposable
{
    private static readonly Minute From = MarketCalendar.WeekOpen(899) + (3 * 1440);
    private static readonly Minute To = From + (2 * 1440);

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-load-").FullName;
    private readonly MemoryLoader _loader = new();
    private readonly SyntheticMarket _market = new(5, SyntheticOptions.Default);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SyntheticFiles_ReadAgain_GiveTheSameBars()
    {
        var written = await SyntheticFiles.WriteAsync(_market, From, To, _folder, TestContext.Current.CancellationToken);
        var summary = await LoadAsync();
        summary.Failed.ShouldBe(0);
        summary.Files.Count.ShouldBe(28);
        (summary.Rows, summary.Accepted, summary.Changed).ShouldBe((written, written, written));
        foreach (var pair in Pair.All)
        {
            _loader.Of(pair).ShouldBe(Expected(pair));
        }
    }

    [Fact]
    public async Task LoadFiles_SecondTime_ChangesNothing()
    {
        await SyntheticFiles.WriteAsync(_market, From, To, _folder, TestContext.Current.CancellationToken);
        await LoadAsync();
        (await LoadAsync()).Changed.ShouldBe(0);
    }

    [Fact]
    public async Task LoadFiles_OneBadFile_LoadsTheOthersAndSaysWhy()
    {
        await WriteAsync("eurusd_1.csv", "2017-06-01T10:00:00Z,1.1,1.1,1.1,1.1", "2017-06-01T10:00:00Z,1.1,1.1,1.1,1.2");
        await WriteAsync("eurusd_2.csv", "2017-06-01T10:01:00Z,1.1,1.1,1.1,1.1");
        await WriteAsync("usdjpy.csv", "rubbish", "more,of,it,1,2");
        await WriteAsync("nopair.csv", "2017-06-01T10:00:00Z,1.1,1.1,1.1,1.1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "audusd.csv"), "time,open,high,low\n", TestContext.Current.CancellationToken);
        var files = (await LoadAsync()).Files.ToDictionary(file => file.File);
        _loader.Of(Pair.Parse("EURUSD")).Count.ShouldBe(2);
        files["eurusd_1.csv"].Rejected.ShouldBe(new Dictionary<string, long> { ["OhlcOrder"] = 1 });
        files["eurusd_1.csv"].Error.ShouldBeNull();
        files["eurusd_2.csv"].Accepted.ShouldBe(1);
        files["usdjpy.csv"].Error.ShouldBe("None of its 2 rows is a good bar: is the format right?");
        files["nopair.csv"].Error!.ShouldContain("--pair");
        files["audusd.csv"].Error!.ShouldContain("no column for the close");
    }

    [Fact]
    public async Task LoadSynthetic_AcrossMonths_LoadsEveryBar()
    {
        var to = From + (20 * 1440); // from late March into April
        var seen = 0;
        var (bars, changed) = await new LoadSyntheticJob(_loader).RunAsync(
            _market, From, to, count => Interlocked.Add(ref seen, count), TestContext.Current.CancellationToken);
        var expected = _market.Generate(From, to).SelectMany(minute => minute.Bars.ToArray()).ToList();
        bars.ShouldBe(expected.Count);
        changed.ShouldBe(expected.Count);
        seen.ShouldBe(expected.Count);
        _loader.Of(Pair.Parse("GBPNZD")).ShouldBe(expected.Where(bar => bar.Pair.Name == "GBPNZD"));
    }

    [Fact]
    public async Task LoadFiles_Cancelled_Stops()
    {
        await SyntheticFiles.WriteAsync(_market, From, To, _folder, TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        var job = new LoadFilesJob(_loader, ledger: null, new FakeTimeProvider());
        await Should.ThrowAsync<OperationCanceledException>(() => job.RunAsync(
            BarEntry.Find([_folder]), new BarFileOptions(BarFormat.Csv), _ => cancelled.Cancel(), cancelled.Token));
    }

    private Task<LoadSummary> LoadAsync() => new LoadFilesJob(_loader, ledger: null, new FakeTimeProvider()).RunAsync(
        BarEntry.Find([_folder]), new BarFileOptions(BarFormat.Csv), loaded: null, TestContext.Current.CancellationToken);

    private Task WriteAsync(string name, params string[] rows) =>
        File.WriteAllLinesAsync(Path.Combine(_folder, name), ["time,open,high,low,close", .. rows], TestContext.Current.CancellationToken);

    private IEnumerable<Bar> Expected(Pair pair) =>
        _market.Generate(From, To).SelectMany(minute => minute.Bars.ToArray()).Where(bar => bar.Pair == pair);
}
