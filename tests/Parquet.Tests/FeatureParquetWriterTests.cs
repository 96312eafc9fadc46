using System.Globalization;
using Bqx.Core;

namespace Bqx.Parquet.Tests;

public sealed class FeatureParquetWriterTests : IDisposable
{
    private static readonly Pair UsdJpy = Pair.Parse("USDJPY");
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 30, 0, TimeSpan.Zero));

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-parquet-").FullName;
    private readonly ParquetReader _reader = new();

    private string File => Path.Combine(_folder, "it's a file.parquet");

    public void Dispose()
    {
        _reader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Save_Rows_AreReadBackBitForBit()
    {
        // More rows than one chunk of the library holds, with values that have no short decimal form.
        const int Rows = 5000;
        var random = new Random(8);
        var values = Enumerable.Range(0, Rows).Select(_ => new[] { random.NextSingle() - 0.5f, (float)Math.Exp(random.NextDouble() * 60) }).ToArray();
        using (var writer = new FeatureParquetWriter(UsdJpy, ["one", "x_two_w60"]))
        {
            for (var i = 0; i < Rows; i++)
            {
                writer.Add(Start + i, 110_000 + i, i % 2 == 0 ? VectorFlags.None : VectorFlags.Filled | VectorFlags.Stale, values[i]);
            }

            writer.Count.ShouldBe(Rows);
            writer.Save(File, new Dictionary<string, string>());
        }

        var rows = Read("epoch_ms(ts), close, filled, stale, one, x_two_w60", "ORDER BY ts");
        rows.Length.ShouldBe(Rows);
        for (var i = 0; i < Rows; i++)
        {
            var expected = (Start + i).ToDateTimeOffset().ToUnixTimeMilliseconds();
            rows[i][0].ShouldBe($"{expected}");
            double.Parse(rows[i][1]!, CultureInfo.InvariantCulture).ShouldBe((110_000 + i) / 1000.0);
            rows[i][2].ShouldBe(i % 2 == 0 ? "false" : "true");
            rows[i][3].ShouldBe(rows[i][2]);
            float.Parse(rows[i][4]!, CultureInfo.InvariantCulture).ShouldBe(values[i][0]);
            float.Parse(rows[i][5]!, CultureInfo.InvariantCulture).ShouldBe(values[i][1]);
        }
    }

    [Fact]
    public void Save_Columns_HaveTheirTypes()
    {
        Write(("a", "b"));
        _reader.Query($"DESCRIBE SELECT * FROM {Source}").Select(row => $"{row[0]} {row[1]}").ShouldBe(
            ["ts TIMESTAMP WITH TIME ZONE", "close DOUBLE", "filled BOOLEAN", "stale BOOLEAN", "f FLOAT"]);
    }

    [Fact]
    public void Save_Metadata_ComesBackWhateverItHolds()
    {
        Write(("fingerprint", "ab'c\"12"), ("bqx_month", "2017-06"));
        _reader.Metadata(File).ShouldBe(
            new Dictionary<string, string> { ["fingerprint"] = "ab'c\"12", ["bqx_month"] = "2017-06" }, ignoreOrder: true);
    }

    [Fact]
    public void Save_FolderMissing_SaysSoAndLeavesNothing()
    {
        using var writer = new FeatureParquetWriter(UsdJpy, ["f"]);
        writer.Add(Start, 110_000, VectorFlags.None, [1]);
        var fault = Should.Throw<FaultException>(() => writer.Save(Path.Combine(_folder, "no", "x.parquet"), new Dictionary<string, string>()));
        fault.Fault.ShouldBe(Fault.StorageUnavailable);
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Add_VectorOfAnotherLength_IsRefused()
    {
        using var writer = new FeatureParquetWriter(UsdJpy, ["f"]);
        Should.Throw<ArgumentOutOfRangeException>(() => writer.Add(Start, 1, VectorFlags.None, [1, 2]));
    }

    [Fact]
    public void Metadata_NotAParquetFile_SaysSo()
    {
        System.IO.File.WriteAllText(File, "not parquet");
        Should.Throw<FaultException>(() => _reader.Metadata(File)).Fault.ShouldBe(Fault.StorageUnavailable);
    }

    private string Source => $"read_parquet('{File.Replace("'", "''", StringComparison.Ordinal)}')";

    private System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableArray<string?>> Read(string columns, string rest) =>
        _reader.Query($"SELECT {columns} FROM {Source} {rest}");

    private void Write(params (string Key, string Value)[] metadata)
    {
        using var writer = new FeatureParquetWriter(UsdJpy, ["f"]);
        writer.Add(Start, 110_000, VectorFlags.None, [1.5f]);
        writer.Save(File, metadata.ToDictionary(entry => entry.Key, entry => entry.Value));
    }
}
