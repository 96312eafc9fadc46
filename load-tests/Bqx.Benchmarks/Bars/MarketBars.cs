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
        return Join(BarEntry.Find([folder]));
    }

    private static List<MinuteBars> Join(IReadOnlyList<BarEntry> entries)
    {
        var minutes = new SortedDictionary<Minute, List<Bar>>();
        foreach (var entry in entries)
        {
            using var reader = new BarReader(entry, new BarFileOptions(BarFormat.Csv));
            var block = new Bar[16_384];
            for (var count = reader.Read(block); count > 0; count = reader.Read(block))
            {
                foreach (ref readonly var bar in block.AsSpan(0, count))
                {
                    if (!minutes.TryGetValue(bar.Close, out var bars))
                    {
                        minutes[bar.Close] = bars = new List<Bar>(Pair.Count);
                    }

                    bars.Add(bar);
                }
            }
        }

        if (minutes.Count == 0)
        {
            throw new BenchException("There are no bars to compute features of.");
        }

        return [.. minutes.Select(minute => new MinuteBars(minute.Key, minute.Value.ToArray()))];
    }
}
