using Bqx.Core;
using Bqx.Ingest;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Reports;

/// <summary>Where a report takes its bars from: files, or the database.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Minutes">The bars, minute by minute.</param>
internal sealed record MinuteSource(string Name, IAsyncEnumerable<MinuteBars> Minutes)
{
    /// <summary>The files of a folder, one a pair, or the stored bars where none is given.</summary>
    public static async Task<MinuteSource> OpenAsync(TrainerHost host, string? folder, CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            var entries = BarEntry.Find([folder]);
            return new MinuteSource(
                $"{entries.Count} files of {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}",
                MarketReader.Read(entries, new BarFileOptions(BarFormat.Csv)).ToAsyncEnumerable());
        }

        var storage = await host.GetStorageAsync(cancellationToken);
        return new MinuteSource("the stored bars", storage.History.Bars.ReadAsync(after: null, upTo: null, cancellationToken));
    }
}
