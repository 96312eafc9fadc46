using System.Globalization;
using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Parquet;
using Bqx.Trainer.Exports;
using Bqx.Trainer.Reports;

namespace Bqx.Trainer.Tests.Exports;

public sealed class ExportJobTests : IDisposable
{
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Pair GbpJpy = Pair.Parse("GBPJPY");

    // From a Tuesday: the month changes within the week.
    private static readonly Minute From = Minute.Exact(new DateTimeOffset(2017, 8, 29, 12, 0, 0, TimeSpan.Zero));

    private static readonly List<MinuteBars> Minutes =
        [.. new SyntheticMarket(3, SyntheticOptions.Default).Generate(From, From + (4 * 1440))];

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_TwoMonths_WritesTheEnginesVectorsByPairAndMonth()
    {
        var result = await RunAsync([EurUsd, GbpJpy]);
        result.Written.ShouldBe(4);
        Files().ShouldBe(
            ["pair=EURUSD/month=2017-08", "pair=EURUSD/month=2017-09", "pair=GBPJPY/month=2017-08", "pair=GBPJPY/month=2017-09"]);

        var expected = Vectors(GbpJpy);
        using var reader = new ParquetReader();
        var rows = reader.Query($"SELECT epoch_ms(ts), bqx_w60_return, reg_price_w630_r2_quad, ret_h1440_z FROM read_parquet('{_folder}/pair=GBPJPY/*/*.parquet') ORDER BY ts");
        rows.Length.ShouldBe(expected.Count);
        result.Rows.ShouldBe(2 * rows.Length);
        foreach (var row in rows)
        {
            var values = expected[new Minute((int)(long.Parse(row[0]!, CultureInfo.InvariantCulture) / 60_000))];
            Single(row[1]).ShouldBe(values[FeatureCatalogue.Schema.IndexOf("bqx_w60_return")]);
            Single(row[2]).ShouldBe(values[FeatureCatalogue.Schema.IndexOf("reg_price_w630_r2_quad")]);
            Single(row[3]).ShouldBe(values[FeatureCatalogue.Schema.IndexOf("ret_h1440_z")]);
        }
    }

    [Fact]
    public async Task Run_Metadata_NamesCatalogueAndBars()
    {
        await RunAsync([EurUsd]);
        using var reader = new ParquetReader();
        var metadata = reader.Metadata(Path.Combine(_folder, "pair=EURUSD", "month=2017-09", "features.parquet"));
        metadata["bqx_fingerprint"].ShouldBe($"{FeatureCatalogue.Schema.Fingerprint}");
        metadata["bqx_pair"].ShouldBe("EURUSD");
        using var hash = new BarHash();
        Minutes.ForEach(minute => hash.Add(minute.Bars.Span));
        metadata["bqx_bars_sha256"].ShouldBe($"{hash.Finish()}");
    }

    [Fact]
    public async Task Run_Again_KeepsWhatIsThereAndMendsWhatIsNot()
    {
        await RunAsync([EurUsd]);
        var august = Path.Combine(_folder, "pair=EURUSD", "month=2017-08", "features.parquet");
        await File.WriteAllTextAsync(august, "torn", TestContext.Current.CancellationToken);
        var again = await RunAsync([EurUsd]);
        (again.Written, again.Kept).ShouldBe((1, 1));
        new FileInfo(august).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Run_Bounds_AreThoseOfTheRows()
    {
        var (after, upTo) = (Minutes[2000].Close, Minutes[2100].Close);
        using var job = new ExportJob(new ExportRequest(_folder, [EurUsd], after, upTo));
        (await job.RunAsync(Source(), _ => { }, TestContext.Current.CancellationToken)).Rows.ShouldBe(100);
    }

    private static float Single(string? text) => float.Parse(text!, CultureInfo.InvariantCulture);

    private static Dictionary<Minute, float[]> Vectors(Pair pair)
    {
        var engine = new FeatureEngine();
        var vectors = new Dictionary<Minute, float[]>();
        foreach (var minute in Minutes)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            var values = new float[FeatureCatalogue.Schema.Count];
            if (engine.TryRead(pair, values))
            {
                vectors[minute.Close] = values;
            }
        }

        return vectors;
    }

    private static MinuteSource Source() => new("test bars", Minutes.ToAsyncEnumerable());

    private IEnumerable<string> Files() => Directory
        .EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder, Path.GetDirectoryName(file)!))
        .Order(StringComparer.Ordinal);

    private async Task<ExportResult> RunAsync(Pair[] pairs)
    {
        using var job = new ExportJob(new ExportRequest(_folder, [.. pairs], null, null));
        return await job.RunAsync(Source(), _ => { }, TestContext.Current.CancellationToken);
    }
}
