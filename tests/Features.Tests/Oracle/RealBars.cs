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
    public static List<MinuteBars> Until(Minute end) =>
        [.. MarketReader.Read(BarEntry.Find([Folder]), new BarFileOptions(BarFormat.Csv)).TakeWhile(minute => minute.Close <= end)];
}
