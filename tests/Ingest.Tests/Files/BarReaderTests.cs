using Bqx.Core;

namespace Bqx.Ingest.Tests.Files;

public sealed class BarReaderTests : IDisposable
{
    // 2017-01-03 is a Tuesday; New York is five hours behind.
    private const string HistData =
        "20170103 020000;1.05155;1.05197;1.05150;1.05190;0\r\n20170103 020100;1.05190;1.05200;1.05190;1.05199;3\r\n";

    private const string Csv = """
        ts_utc,open,high,low,close,volume
        2017-01-03T07:00:00Z,1.05155,1.05197,1.05150,1.05190,0
        2017-01-03T07:01:00Z,1.05190,1.05200,1.05190,1.05199,3
        """;

    private static readonly Bar[] Expected =
    [
        new(Pair.Parse("EURUSD"), At("2017-01-03T07:01Z"), 105_155, 105_197, 105_150, 105_190),
        new(Pair.Parse("EURUSD"), At("2017-01-03T07:02Z"), 105_190, 105_200, 105_190, 105_199, 3),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_HistDataZip_GivesCloseStampsInUtc()
    {
        var path = _folder.Zip(
            "HISTDATA_COM_ASCII_EURUSD_M1_2017.zip", ("DAT_ASCII_EURUSD_M1_2017.txt", "status report"), ("DAT_ASCII_EURUSD_M1_2017.csv", HistData));
        Read(path, new BarFileOptions(BarFormat.HistData, SourceZone.NewYork)).ShouldBe(Expected);
    }

    [Fact]
    public void Read_CsvPlainAndGzip_GiveTheSame()
    {
        Read(_folder.Plain("eurusd.csv", Csv), new BarFileOptions(BarFormat.Csv)).ShouldBe(Expected);
        Read(_folder.Gzip("eurusd_m1.csv.gz", Csv), new BarFileOptions(BarFormat.Csv)).ShouldBe(Expected);
    }

    [Theory]
    [InlineData("Time;Open;High;Low;Close\n2017-01-03 07:00;1.05155;1.05197;1.05150;1.05190\n")]
    [InlineData("\uFEFF\"timestamp\",\"o\",\"h\",\"l\",\"c\",\"extra\"\n\"1483426800\",\"1.05155\",\"1.05197\",\"1.0515\",\"1.0519\",\"x\"\n")]
    [InlineData("close_time\tclose\tlow\thigh\topen\n2017-01-03 07:01\t1.05190\t1.05150\t1.05197\t1.05155")]
    [InlineData("\n<DATETIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<TICKVOL>\r\n\r\n2017.01.03 07:00:00,1.05155,1.05197,1.05150,1.05190,0\r\n")]
    public void Read_CommonHeaders_AreUnderstood(string text) => Read(
        _folder.Plain("EURUSD.csv", text.TrimStart('\n')), new BarFileOptions(BarFormat.Csv, SourceZone.Utc)).ShouldBe(Expected[..1]);

    [Fact]
    public void Read_PairGiven_WinsOverTheName()
    {
        var path = _folder.Plain("export.csv", Csv);
        Read(path, new BarFileOptions(BarFormat.Csv, Pair: Pair.Parse("GBPUSD"))).ShouldAllBe(bar => bar.Pair.Name == "GBPUSD");
        Refused(path, new BarFileOptions(BarFormat.Csv)).ShouldBe("No pair can be told from the name 'export.csv': give it with --pair.");
    }

    [Fact]
    public void Read_BadRows_AreCountedByReason()
    {
        var rows = new[]
        {
            "2017-01-03T07:00:00Z,1.05155,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:00:00Z,1.05155,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:00:00Z,1.05155,1.05197,1.05150,1.05191,0",
            "2017-01-03T06:00:00Z,1.05155,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:01:30Z,1.05155,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:01:00Z,1.051555,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:01:00Z,1.05155,1.05100,1.05150,1.05190,0",
            "2017-01-03T07:01:00Z,0,1.05100,1.05150,1.05190,0",
            "2017-01-03T07:01:00Z,10.5155,10.5197,10.5150,10.5190,0",
            "2017-01-07T07:01:00Z,1.05155,1.05197,1.05150,1.05190,0",
            "2017-01-03T07:01:00Z,1.05155,1.05197",
            "2017-01-03T07:01:00Z,1.05155,1.05197,1.05150,1.05190,many",
            "",
            "2017-01-03T07:01:00Z,1.05155,1.05197,1.05150,1.05190,0",
        };
        using var reader = Open(
            _folder.Plain("eurusd.csv", "ts_utc,open,high,low,close,volume\n" + string.Join('\n', rows)), new BarFileOptions(BarFormat.Csv));
        reader.Read(new Bar[100]).ShouldBe(2);
        reader.Report.Rows.ShouldBe(13);
        reader.Report.Accepted.ShouldBe(2);
        reader.Report.Rejected.ShouldBe(11);
        reader.Report.ByReason.ShouldBe(
            new Dictionary<BarRejection, long>
            {
                [BarRejection.Malformed] = 2,
                [BarRejection.NotOnMinute] = 1,
                [BarRejection.NonPositivePrice] = 1,
                [BarRejection.OffGrid] = 1,
                [BarRejection.OhlcOrder] = 1,
                [BarRejection.OutOfSession] = 1,
                [BarRejection.OutOfOrder] = 1,
                [BarRejection.Repeated] = 1,
                [BarRejection.Conflicting] = 1,
                [BarRejection.Spike] = 1,
            },
            ignoreOrder: true);
        reader.Report.Examples[..2].ShouldBe(["line 3: Repeated", "line 4: Conflicting"]);
    }

    [Fact]
    public void Read_SmallBuffer_GoesOnWhereItWas()
    {
        using var reader = Open(_folder.Plain("eurusd.csv", Csv), new BarFileOptions(BarFormat.Csv));
        var buffer = new Bar[1];
        reader.Read(buffer).ShouldBe(1);
        buffer[0].ShouldBe(Expected[0]);
        reader.Read(buffer).ShouldBe(1);
        buffer[0].ShouldBe(Expected[1]);
        reader.Read(buffer).ShouldBe(0);
    }

    [Fact]
    public void Read_HeaderWithoutClose_SaysWhatIsRight() => Refused(
        _folder.Plain("eurusd.csv", "ts_utc,open,high,low,last\n"), new BarFileOptions(BarFormat.Csv, SourceZone.Utc))
        .ShouldBe("The header 'ts_utc,open,high,low,last' has no column for the close: use close, c, or say where it is with --columns.");

    [Fact]
    public void Read_EmptyFile_SaysSo() =>
        Refused(_folder.Plain("eurusd.csv", ""), new BarFileOptions(BarFormat.Csv, SourceZone.Utc)).ShouldContain("empty");

    [Fact]
    public void Read_LineWithoutEnd_IsBounded() => Refused(
        _folder.Plain("eurusd.csv", new string('x', 100_000)), new BarFileOptions(BarFormat.HistData, SourceZone.Utc))
        .ShouldBe("Line 1 is longer than 1024 bytes: this is no bar file.");

    [Fact]
    public void Read_MoreThanTheBound_IsRefused() => Refused(
        _folder.Gzip("eurusd.csv.gz", string.Concat(Enumerable.Repeat(HistData, 10_000))),
        new BarFileOptions(BarFormat.HistData, SourceZone.Utc) { MaxBytes = 500_000 })
        .ShouldBe("The file unpacks to more than 500000 bytes.");

    [Fact]
    public void Read_DamagedGzip_SaysSo()
    {
        var path = _folder.Gzip("eurusd.csv.gz", string.Concat(Enumerable.Repeat(HistData, 1000)));
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0xFF;
        bytes[^3] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
        Refused(path, new BarFileOptions(BarFormat.HistData, SourceZone.Utc)).ShouldContain("damaged");
    }

    [Fact]
    public void Read_RandomBytes_NeverCrashes()
    {
        var random = new Random(8);
        var symbols = "0123456789.;:-TZ \r\n\n;;,"u8.ToArray();
        for (var round = 0; round < 200; round++)
        {
            var bytes = Enumerable.Range(0, 2000).Select(_ => symbols[random.Next(symbols.Length)]).ToArray();
            var entry = new BarEntry("eurusd", () => new MemoryStream(bytes));
            using var reader = new BarReader(entry, new BarFileOptions(BarFormat.HistData, SourceZone.NewYork));
            var bars = new Bar[64];
            while (reader.Read(bars) > 0)
            {
                bars[0].CloseTicks.ShouldBeGreaterThan(0);
            }
        }
    }

    private static Minute At(string instant) => Minute.Exact(DateTimeOffset.Parse(instant));

    private static BarReader Open(string path, BarFileOptions options) => new(BarEntry.Find([path]).Single(), options);

    private static Bar[] Read(string path, BarFileOptions options)
    {
        using var reader = Open(path, options);
        var bars = new Bar[1000];
        return bars[..reader.Read(bars)];
    }

    private static string Refused(string path, BarFileOptions options)
    {
        var fault = Should.Throw<FaultException>(() => Read(path, options));
        fault.Fault.ShouldBe(Fault.InvalidInput);
        return fault.Message;
    }
}
