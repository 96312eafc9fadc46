using Bqx.Core;
using Bqx.Ingest;
using Bqx.TestKit;

namespace Bqx.Features.Tests.Oracle;

/// <summary>The shared real bars of 2017, where they are at hand: <c>../shared/fx</c> beside the repository.</summary>
internal static class RealBars
{
    private static readonly string Folder = Path.Combine(TestRepository.Root, "..", "shared", "fx");

    public static bool AreAtHand => Directory.Exists(Folder);

    /// <summary>The minutes of all 28 pairs up to a time, from the beginning of the files.</summary>
    public static List<MinuteBars> Until(Minute end)
    {
        var minutes = new SortedDictionary<Minute, List<Bar>>();
        foreach (var pair in Pair.All)
        {
            var entry = BarEntry.Find([Path.Combine(Folder, $"{pair.Name.ToLowerInvariant()}_m1.csv.gz")]).Single();
            using var reader = new BarReader(entry, new BarFileOptions(BarFormat.Csv));
            foreach (var bar in Read(reader, end))
            {
                minutes.TryAdd(bar.Close, []);
                minutes[bar.Close].Add(bar);
            }
        }

        return [.. minutes.Select(minute => new MinuteBars(minute.Key, minute.Value.ToArray()))];
    }

    private static IEnumerable<Bar> Read(BarReader reader, Minute end)
    {
        var block = new Bar[4096];
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            for (var i = 0; i < count; i++)
            {
                if (block[i].Close > end)
                {
                    yield break;
                }

                yield return block[i];
            }
        }
    }
}
