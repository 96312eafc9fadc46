using System.IO.Compression;
using System.Text;
using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Trainer.Bars;

/// <summary>Writes synthetic bars as files that <c>ingest --format csv</c> reads: one <c>{pair}_m1.csv.gz</c> a pair, stamped with the open.</summary>
internal static class SyntheticFiles
{
    /// <summary>Returns how many bars were written.</summary>
    public static async Task<long> WriteAsync(
        SyntheticMarket market, Minute from, Minute to, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var writers = Pair.All.Select(pair => OpenFile(folder, pair)).ToArray();
        try
        {
            var bars = 0L;
            foreach (var writer in writers)
            {
                await writer.WriteLineAsync("ts_utc,open,high,low,close,volume");
            }

            foreach (var minute in market.Generate(from, to))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var bar in minute.Bars.ToArray())
                {
                    await writers[bar.Pair.Index].WriteLineAsync(Row(bar));
                    bars++;
                }
            }

            return bars;
        }
        finally
        {
            foreach (var writer in writers)
            {
                await writer.DisposeAsync();
            }
        }
    }

    private static StreamWriter OpenFile(string folder, Pair pair) => new(
        new GZipStream(File.Create(Path.Combine(folder, $"{pair.Name.ToLowerInvariant()}_m1.csv.gz")), CompressionLevel.Fastest),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        bufferSize: 64 * 1024)
    {
        NewLine = "\n",
    };

    private static string Row(Bar bar)
    {
        string Price(int ticks) => ((decimal)ticks / bar.Pair.TicksPerUnit).ToString(bar.Pair.Decimals == 3 ? "F3" : "F5");
        return $"{(bar.Close - 1).ToDateTime():yyyy-MM-dd'T'HH:mm':00Z'},{Price(bar.OpenTicks)},{Price(bar.HighTicks)},"
            + $"{Price(bar.LowTicks)},{Price(bar.CloseTicks)},0";
    }
}
