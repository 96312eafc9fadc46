using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Ingest.Tests;

/// <summary>The shared real bars of 2017, where they are at hand.</summary>
public sealed class RealBarsTests
{
    [Theory]
    [InlineData("eurusd", 371_635, "2017-01-02T07:01Z", "2017-12-29T21:58Z")]
    [InlineData("usdjpy", 371_298, "2017-01-02T07:01Z", "2017-12-29T21:59Z")]
    [InlineData("nzdcad", 367_430, "2017-01-02T07:01Z", "2017-12-29T21:58Z")]
    public void Read_RealYear_TakesEveryRow(string pair, long rows, string first, string last)
    {
        var folder = Folder();
        Assert.SkipUnless(folder is not null, "The shared real bars are not at hand.");
        using var reader = new BarReader(BarEntry.Find([Path.Combine(folder!, $"{pair}_m1.csv.gz")]).Single(), new BarFileOptions(BarFormat.Csv));
        var bars = new Bar[400_000];
        var count = reader.Read(bars);
        reader.Report.Rejected.ShouldBe(0, string.Join(", ", reader.Report.Examples));
        ((long)count).ShouldBe(rows);
        bars[0].Close.ShouldBe(Minute.Exact(DateTimeOffset.Parse(first)));
        bars[count - 1].Close.ShouldBe(Minute.Exact(DateTimeOffset.Parse(last)));
        bars[..count].ShouldAllBe(bar => bar.Pair == Pair.Parse(pair));
    }

    private static string? Folder()
    {
        var fx = Path.Combine(TestRepository.Root, "..", "shared", "fx");
        return Directory.Exists(fx) ? fx : null;
    }
}
