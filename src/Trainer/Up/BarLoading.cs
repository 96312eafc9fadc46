using System.Globalization;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Ingest.Synthetic;
using Bqx.Storage;
using Bqx.Trainer.Bars;

namespace Bqx.Trainer.Up;

/// <summary>The first step of <c>up</c>: bars into the database, all but the last day.</summary>
internal sealed class BarLoading(PostgresStorage storage, TimeProvider clock)
{
    private static readonly Minute SyntheticStart = Minute.Exact(new DateTimeOffset(2026, 1, 4, 22, 0, 0, TimeSpan.Zero));

    /// <summary>Loads, and returns the day that was kept, minute by minute.</summary>
    public async Task<(IReadOnlyList<MinuteBars> LastDay, string Outcome)> RunAsync(
        UpOptions options, string home, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var range = await storage.Bars.GetRangeAsync(cancellationToken);
        var source = options.Bars is null ? $"synthetic bars of seed {options.Seed}" : $"bars of {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Bars)))}";
        await BarSource.ClaimAsync(home, source, range is not null, cancellationToken);

        var loader = new HoldBackLoader(storage.BarLoader);
        var (bars, changed, rejected) = options.Bars is null
            ? await LoadSyntheticAsync(loader, options, range?.Last, progress, cancellationToken)
            : await LoadFilesAsync(loader, options.Bars, progress, cancellationToken);
        var (released, lastDay) = await loader.ReleaseAsync(cancellationToken);
        return (lastDay, string.Create(
            CultureInfo.InvariantCulture,
            $"{bars:N0} {source}, {changed + released:N0} new{(rejected > 0 ? $", {rejected:N0} rejected" : "")}; {lastDay.Sum(minute => minute.Bars.Length):N0} kept for the replay"));
    }

    // The market goes on: a second run appends a day.
    private static async Task<(long Bars, long Changed, long Rejected)> LoadSyntheticAsync(
        IBarBulkLoader loader, UpOptions options, Minute? last, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var end = SyntheticStart + (options.Days * MarketCalendar.MinutesPerDay);
        if (last >= end - MarketCalendar.MinutesPerDay)
        {
            end = MarketCalendar.CloseOf(MarketCalendar.NumberAtOrBefore(last.Value) + MarketCalendar.MinutesPerDay);
        }

        var expected = (end - SyntheticStart) * (5.0 / 7) * Pair.Count;
        var market = new SyntheticMarket(options.Seed, SyntheticOptions.Default);
        var done = 0L;
        var (bars, changed) = await new LoadSyntheticJob(loader).RunAsync(
            market, SyntheticStart, end, count => progress.Report(Interlocked.Add(ref done, count) / expected), cancellationToken);
        return (bars, changed, 0);
    }

    private async Task<(long Bars, long Changed, long Rejected)> LoadFilesAsync(
        IBarBulkLoader loader, string path, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var entries = BarEntry.Find([path]);
        var (done, expected) = (0L, entries.Count * 370_000.0);
        var summary = await new LoadFilesJob(loader, ledger: null, clock).RunAsync(
            entries, new BarFileOptions(), count => progress.Report(Interlocked.Add(ref done, count) / expected), cancellationToken);
        return summary.Files.FirstOrDefault(file => file.Error is not null) is { } failed
            ? throw new FaultException(Fault.InvalidInput, $"{failed.File}: {failed.Error}")
            : (summary.Accepted, summary.Changed, summary.Rejected.Values.Sum());
    }
}
