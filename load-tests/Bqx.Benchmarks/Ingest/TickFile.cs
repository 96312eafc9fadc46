using System.Globalization;
using Bqx.Core;
using Bqx.Ingest;

namespace Bqx.Benchmarks.Ingest;

/// <summary>The rows of one bar file as <c>bqx.m1</c> holds them, in the CSV that psql copies.</summary>
internal sealed record TickFile(string Path, Pair Pair, long Rows, Minute First, Minute Last)
{
    /// <summary>Writes it.</summary>
    public static TickFile Write(BarEntry entry, string folder)
    {
        using var reader = new BarReader(entry, new BarFileOptions());
        var path = System.IO.Path.Combine(folder, reader.Pair.Name + ".csv");
        using var writer = new StreamWriter(path);
        var (rows, first, last) = (0L, default(Minute), default(Minute));
        var bars = new Bar[16_384];
        for (var count = reader.Read(bars); count > 0; count = reader.Read(bars))
        {
            first = rows == 0 ? bars[0].Close : first;
            last = bars[count - 1].Close;
            rows += count;
            foreach (ref readonly var bar in bars.AsSpan(0, count))
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bar.Pair},{bar.Close.ToDateTime():yyyy-MM-dd HH:mm}+00,{bar.OpenTicks},{bar.HighTicks},{bar.LowTicks},{bar.CloseTicks},{bar.Volume},0\n"));
            }
        }

        return new TickFile(path, reader.Pair, rows, first, last);
    }
}
