using Bqx.Core;

namespace Bqx.Ingest.Tests.Files;

public sealed class MarketReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TwoPairsWithGaps_JoinsTheirMinutes()
    {
        Write("usdjpy", "2017-06-01T10:00:00Z,110.001", "2017-06-01T10:02:00Z,110.002");
        Write("eurusd", "2017-06-01T10:01:00Z,1.10001", "2017-06-01T10:02:00Z,1.10002");

        var minutes = Read();

        minutes.Select(minute => $"{minute.Close}").ShouldBe(["2017-06-01T10:01Z", "2017-06-01T10:02Z", "2017-06-01T10:03Z"]);
        minutes.Select(minute => string.Join(' ', minute.Bars.ToArray().Select(bar => $"{bar.Pair}={bar.CloseTicks}")))
            .ShouldBe(["USDJPY=110001", "EURUSD=110001", "EURUSD=110002 USDJPY=110002"]);
    }

    [Fact]
    public void Read_MoreBarsThanABlock_LosesNone()
    {
        var start = new DateTimeOffset(2017, 6, 5, 0, 0, 0, TimeSpan.Zero);
        Write("eurusd", [.. Enumerable.Range(0, 4500).Select(i => $"{start.AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ},1.1{i % 100:000}")]);
        Read().Sum(minute => minute.Bars.Length).ShouldBe(4500);
    }

    [Fact]
    public void Read_OnePairTwice_IsRefused()
    {
        Write("eurusd", "2017-06-01T10:00:00Z,1.10001");
        Write("eurusd_2", "2017-06-01T10:01:00Z,1.10001");
        Should.Throw<FaultException>(Read).Message.ShouldContain("EURUSD is in more than one file");
    }

    private void Write(string name, params string[] rows) => File.WriteAllLines(
        Path.Combine(_folder.Path, $"{name}.csv"),
        rows.Select(row => row.Split(',')).Select(parts => $"{parts[0]},{parts[1]},{parts[1]},{parts[1]},{parts[1]},0")
            .Prepend("ts_utc,open,high,low,close,volume"));

    private List<MinuteBars> Read() => [.. MarketReader.Read(BarEntry.Find([_folder.Path]), new BarFileOptions(BarFormat.Csv))];
}
