using System.Text.Json;
using Bqx.Benching.Results;

namespace Bqx.LoadTests.Tests.Results;

public sealed class BenchJsonTests
{
    private static readonly BenchResult Result = new(
        "rpc",
        "0123456789ab",
        "A processor, 2 cores",
        new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        [
            new BenchSeries("cpp", 1, 10_000.123456, 57, 60, 63, 90.5, null),
            new BenchSeries("bqx_empty", 32, 200_000, 140, 200, 250, 400, 123.45678),
        ],
        new Dictionary<string, double> { ["rounds"] = 5 },
        new Dictionary<string, double> { ["empty_rps_over_cpp_c32"] = 1.666666, ["empty_p50_over_cpp_c1"] = 0.5 });

    [Fact]
    public void Line_AResult_IsOneLineWithExactlyTheAgreedKeys()
    {
        var line = BenchJson.Line(Result);
        line.ShouldNotContain("\n");
        using var json = JsonDocument.Parse(line);
        Keys(json.RootElement).ShouldBe(["bench", "commit", "machine", "date", "series", "figures", "ratios"]);
        foreach (var row in json.RootElement.GetProperty("series").EnumerateArray())
        {
            Keys(row).ShouldBe(["name", "concurrency", "rps", "p50_us", "p95_us", "p99_us", "p999_us", "alloc_bytes"]);
        }
    }

    [Fact]
    public void Line_AResult_CarriesItsValues()
    {
        using var json = JsonDocument.Parse(BenchJson.Line(Result));
        var root = json.RootElement;
        root.GetProperty("bench").GetString().ShouldBe("rpc");
        root.GetProperty("commit").GetString().ShouldBe("0123456789ab");
        root.GetProperty("machine").GetString().ShouldBe("A processor, 2 cores");
        root.GetProperty("date").GetDateTimeOffset().ShouldBe(Result.Date);
        root.GetProperty("figures").GetProperty("rounds").GetDouble().ShouldBe(5);
        var rows = root.GetProperty("series").EnumerateArray().ToArray();
        rows[0].GetProperty("name").GetString().ShouldBe("cpp");
        rows[0].GetProperty("p999_us").GetDouble().ShouldBe(90.5);
        rows[0].GetProperty("alloc_bytes").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[1].GetProperty("concurrency").GetInt32().ShouldBe(32);
    }

    [Fact]
    public void Line_Numbers_KeepFourDecimals()
    {
        using var json = JsonDocument.Parse(BenchJson.Line(Result));
        json.RootElement.GetProperty("ratios").GetProperty("empty_rps_over_cpp_c32").GetDouble().ShouldBe(1.6667);
        var rows = json.RootElement.GetProperty("series").EnumerateArray().ToArray();
        rows[0].GetProperty("rps").GetDouble().ShouldBe(10_000.1235);
        rows[1].GetProperty("alloc_bytes").GetDouble().ShouldBe(123.4568);
    }

    [Fact]
    public void Line_Ratios_AreOrderedByKey()
    {
        using var json = JsonDocument.Parse(BenchJson.Line(Result));
        Keys(json.RootElement.GetProperty("ratios")).ShouldBe(["empty_p50_over_cpp_c1", "empty_rps_over_cpp_c32"]);
    }

    [Fact]
    public void Table_AResult_HasARowASeriesAndEveryFigure()
    {
        var table = BenchTable.Of(Result);
        table.ShouldContain("bqx_empty");
        table.ShouldContain("empty_rps_over_cpp_c32  1.6667");
        table.ShouldContain("rounds  5");
        table.Split('\n').Single(line => line.StartsWith("cpp", StringComparison.Ordinal)).ShouldEndWith("–");
    }

    [Fact]
    public async Task Save_AResult_WritesTheLineUnderItsNameAndDate()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            var file = await ResultFile.SaveAsync(root.FullName, Result, TestContext.Current.CancellationToken);
            file.ShouldBe(Path.Combine("load-tests", "results", "rpc-2026-11-21.json"));
            File.ReadAllText(Path.Combine(root.FullName, file)).ShouldBe(BenchJson.Line(Result) + "\n");
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
