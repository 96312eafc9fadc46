using Bqx.Core;

namespace Bqx.Ingest.Tests.Files;

/// <summary>One minute of EURUSD, 2017-01-03T07:00Z to 07:01Z, as each source writes it; and what is not understood.</summary>
public sealed class FormatTests : IDisposable
{
    private static readonly Bar Expected =
        new(Pair.Parse("EURUSD"), Minute.Exact(DateTimeOffset.Parse("2017-01-03T07:01Z")), 105_155, 105_197, 105_150, 105_190, 3);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BarFormat.HistData, "new_york", "20170103 020000;1.051550;1.051970;1.051500;1.051900;3")]
    [InlineData(BarFormat.Mt4, "new_york", "2017.01.03,02:00,1.051550,1.051970,1.051500,1.051900,3")]
    [InlineData(BarFormat.Mt4, "broker", "2017.01.03,09:00,1.05155,1.05197,1.05150,1.05190,3")]
    [InlineData(BarFormat.Mt5, "broker",
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2017.01.03\t09:00:00\t1.05155\t1.05197\t1.05150\t1.05190\t3\t0\t12")]
    [InlineData(BarFormat.Dukascopy, null, "Gmt time,Open,High,Low,Close,Volume\n03.01.2017 07:00:00.000,1.05155,1.05197,1.05150,1.05190,3.0000")]
    [InlineData(BarFormat.Dukascopy, null, "Local time,Open,High,Low,Close,Volume\n03.01.2017 08:00:00.000 GMT+0100,1.05155,1.05197,1.05150,1.05190,3")]
    [InlineData(BarFormat.Dukascopy, null, "Time (UTC),Open,High,Low,Close,Volume \n2017.01.03 07:00:00,1.05155,1.05197,1.0515,1.0519,3.0")]
    [InlineData(BarFormat.Csv, null, "<TICKER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>\nEURUSD,20170103,070000,1.05155,1.05197,1.05150,1.05190,3", "utc")]
    [InlineData(BarFormat.Csv, null, "Date;Time;Open;High;Low;Close;Ticks\n03/01/2017;07:00;1.05155;1.05197;1.05150;1.05190;3\n13/01/2017;07:00;0;0;0;0;0", "utc")]
    public void Read_EachSource_IsRecognizedAndConverted(BarFormat format, string? zone, string text, string? given = null)
    {
        var options = new BarFileOptions(Zone: (zone ?? given) is { } name ? SourceZones.Parse(name) : null);
        using var plain = Open(_folder.Plain("EURUSD.csv", text), options);
        plain.Format.ShouldBe(format);
        First(plain).ShouldBe(Expected);
        using var zipped = Open(_folder.Zip("bars.zip", ("EURUSD.csv", text + "\r\n")), options with { Format = format });
        First(zipped).ShouldBe(Expected);
    }

    [Fact]
    public void Read_ColumnsGiven_NeedNoHeader()
    {
        var byNumber = new BarFileOptions { Columns = ColumnMap.Parse("date=2,time=1,close=3,low=4,high=5,open=6,volume=8") };
        First(Open(_folder.Plain("eurusd1.csv", "07:00:00Z,2017-01-03,1.05190,1.05150,1.05197,1.05155,x,3"), byNumber))
            .ShouldBe(Expected);
        var byName = new BarFileOptions { Columns = ColumnMap.Parse("time=When,open=Bid O,high=Bid H,low=Bid L,close=Bid C,volume=N") };
        First(Open(_folder.Plain("eurusd2.csv", "N,Bid O,Bid H,Bid L,Bid C,When\n3,1.05155,1.05197,1.05150,1.05190,2017-01-03T07:00Z"), byName))
            .ShouldBe(Expected);
    }

    [Theory]
    [InlineData("time=1,open=2,high=3,low=4", "'time=1,open=2,high=3,low=4' does not say which column holds what")]
    [InlineData("time=1,open=2,high=3,low=4,close=5,close=6", "'close=6' does not say")]
    [InlineData("time=1,bid=2", "'bid=2' does not say")]
    public void ColumnMap_Incomplete_IsRefused(string text, string message) =>
        Should.Throw<FaultException>(() => ColumnMap.Parse(text)).Message.ShouldStartWith(message);

    [Theory]
    [InlineData("2017-01-03,1.1,1.1,1.1,1.1\n", "is that of no known format without a header")]
    [InlineData("<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\n", "has no column for the close")]
    [InlineData("PK\u0003\u0004xl/workbook", "spreadsheet")]
    [InlineData("a\0b\0c\0\n", "not UTF-8 text")]
    [InlineData("Date,Time,Open,High,Low,Close\n03/01/2017,07:00,1,1,1,1\n04/01/2017,07:00,1,1,1,1\n", "Dates such as '03/01/2017' may have the day or the month first")]
    public void Read_NotUnderstood_SaysWhatIsWrong(string text, string message) =>
        Should.Throw<FaultException>(() => Open(_folder.Plain("eurusd.csv", text), new BarFileOptions())).Message.ShouldContain(message);

    [Fact]
    public void Read_OtherFormatThanAskedFor_NamesBoth() => Should.Throw<FaultException>(() => Open(
        _folder.Plain("eurusd.csv", "Gmt time,Open,High,Low,Close,Volume\n"), new BarFileOptions(BarFormat.Mt5)))
        .Message.ShouldBe("The header 'Gmt time,Open,High,Low,Close,Vol…' is not that of mt5 but of dukascopy.");

    [Fact]
    public void Read_AmbiguousDates_FollowTheOptionElseARowThatTells()
    {
        const string rows = "Date,Time,Open,High,Low,Close\n03/01/2017,07:00,1.05155,1.05197,1.05150,1.05190\n";
        var utc = new BarFileOptions(Zone: SourceZone.Utc);
        var day = utc with { DateOrder = DateOrder.DayFirst };
        var month = utc with { DateOrder = DateOrder.MonthFirst };
        var path = _folder.Plain("eurusd.csv", rows);
        First(Open(path, day)).Close.ShouldBe(Expected.Close);
        First(Open(path, month)).Close.ToString().ShouldBe("2017-03-01T07:01Z");
        First(Open(_folder.Plain("eurusd2.csv", rows + "03/21/2017,07:00,1,1,1,1\n"), utc)).Close.ToString().ShouldBe("2017-03-01T07:01Z");
    }

    [Fact]
    public void Find_Bi5AndSpreadsheets_SayWhatToDoInstead()
    {
        Should.Throw<FaultException>(() => BarEntry.Find([_folder.Plain("00h_ticks.bi5", "x")])).Message.ShouldContain("export one-minute bid candles as CSV");
        Should.Throw<FaultException>(() => BarEntry.Find([_folder.Zip("a.zip", ("DAT_XLSX_EURUSD_M1_2017.xlsx", "x"))]))
            .Message.ShouldContain("take the ASCII or MetaTrader download");
    }

    [Fact]
    public void Read_ZoneGivenWrongly_NamesTheOneThatFits()
    {
        var rows = string.Concat(Enumerable.Range(892, 4).SelectMany(week => Enumerable.Range(0, 6).Select(day =>
            $"{(MarketCalendar.WeekOpen(week) + (day * 1200) - 300).ToDateTime():yyyyMMdd HHmm}00;1.1;1.1;1.1;1.1;0\n")));
        var path = _folder.Plain("eurusd.csv", rows);
        using var found = Open(path, new BarFileOptions());
        found.Zone.ShouldBe(SourceZone.NewYork);
        Should.Throw<FaultException>(() => Open(path, new BarFileOptions(Zone: SourceZone.Utc))).Message.ShouldBe(
            "'eurusd.csv' is not in utc: 0 of its 3 weeks would open on Sunday 17:00 New York time, in new_york 3 do. Leave --zone out, or give new_york.");
    }

    [Fact]
    public void Read_RealJump_KeepsTheBarThatFirstSawIt()
    {
        const string rows = """
            20150115 093000;1.20095;1.20100;1.20090;1.20095;0
            20150115 093100;1.20095;1.20095;0.97000;0.98000;0
            20150115 093200;0.98000;1.04000;0.90000;1.02000;0
            20150115 093300;1.02000;1.03000;1.01000;1.02500;0
            20150115 093400;1.02500;10.2500;1.02500;1.02500;0
            20150115 093500;1.02500;1.02600;1.02400;1.02500;0
            """;
        using var reader = Open(_folder.Plain("EURCHF.csv", rows), new BarFileOptions(Zone: SourceZone.Utc));
        var bars = new Bar[10];
        bars[..reader.Read(bars)].Select(bar => bar.CloseTicks).ShouldBe([120_095, 98_000, 102_000, 102_500, 102_500]);
        reader.Report.Kept.ShouldBe(
            [new RejectedRow(5, Minute.Exact(DateTimeOffset.Parse("2015-01-15T09:35Z")), BarRejection.Spike, "20150115 093400;1.02500;10.2500;1.02500;1.02500;0")]);
        using var all = Open(Path.Combine(_folder.Path, "EURCHF.csv"), new BarFileOptions(Zone: SourceZone.Utc) { AcceptSpikes = true });
        all.Read(bars).ShouldBe(6);
    }

    [Fact]
    public void Read_ManyBadRows_KeepsABoundedNumberOfBoundedRows()
    {
        var rows = string.Concat(Enumerable.Repeat("2017-01-03T07:01:30Z,1,1,1,1," + new string('7', 400) + "\n", 1_500));
        using var reader = Open(_folder.Plain("eurusd.csv", "time,open,high,low,close,volume\n" + rows), new BarFileOptions());
        reader.Read(new Bar[10]).ShouldBe(0);
        reader.Report.ByReason.ShouldBe(new Dictionary<BarRejection, long> { [BarRejection.NotOnMinute] = 1_500 });
        reader.Report.Kept.Count.ShouldBe(ReadReport.MaxKept);
        reader.Report.Kept.ShouldAllBe(row => row.Raw.Length == RejectedRow.MaxRaw);
    }

    private static Bar First(BarReader reader)
    {
        var bars = new Bar[1];
        reader.Read(bars).ShouldBe(1);
        return bars[0];
    }

    private static BarReader Open(string path, BarFileOptions options) => new(BarEntry.Find([path]).Single(), options);
}
