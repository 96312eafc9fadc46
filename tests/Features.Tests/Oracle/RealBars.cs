using Bqx.Ingest;

namespace Bqx.Features.Tests.Oracle;

/// <summary>The shared real bars of 2017, where they are at hand: <c>../shared/fx</c> beside the repository.</summary>
internal static class RealBars
{
    public static BarEntry? Find(string pair)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bqx.sln")))
            {
                var path = Path.Combine(folder.Parent?.FullName ?? "/", "shared", "fx", $"{pair.ToLowerInvariant()}_m1.csv.gz");
                return File.Exists(path) ? BarEntry.Find([path]).Single() : null;
            }
        }

        return null;
    }
}
