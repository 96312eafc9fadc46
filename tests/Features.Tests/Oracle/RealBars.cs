using Bqx.Ingest;
using Bqx.TestKit;

namespace Bqx.Features.Tests.Oracle;

/// <summary>The shared real bars of 2017, where they are at hand: <c>../shared/fx</c> beside the repository.</summary>
internal static class RealBars
{
    public static BarEntry? Find(string pair)
    {
        var path = Path.Combine(TestRepository.Root, "..", "shared", "fx", $"{pair.ToLowerInvariant()}_m1.csv.gz");
        return File.Exists(path) ? BarEntry.Find([path]).Single() : null;
    }
}
