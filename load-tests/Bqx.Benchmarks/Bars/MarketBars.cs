using Bqx.Benching.Machine;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Ingest.Synthetic;

namespace Bqx.Benchmarks.Bars;

/// <summary>Bars of all 28 pairs in memory, minute by minute.</summary>
internal static class MarketBars
{
    private const long Seed = 2017;

    /// <summary>The files of a folder, or a synthetic year where none is given.</summary>
    public static List<MinuteBars> Load(string? folder, Action<string> progress)
    {
        if (folder is null)
        {
            progress("generating a synthetic year of 28 pairs");
            var from = MarketCalendar.WeekOpen(900);
            return [.. new SyntheticMarket(Seed, SyntheticOptions.Default).Generate(from, from + (52 * 7 * 1440))];
        }

        progress($"reading the bars of {Path.GetFileName(folder.TrimEnd('/'))}");
        List<MinuteBars> minutes = [.. MarketReader.Read(BarEntry.Find([folder]), new BarFileOptions(BarFormat.Csv))];
        return minutes.Count > 0 ? minutes : throw new BenchException("There are no bars to compute features of.");
    }
}
