using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Bqx.Core;
using Bqx.Ingest;

namespace Bqx.Trainer.Bars;

/// <summary>Loads bar files into the store: files of different pairs side by side, those of one pair one after the other.</summary>
internal sealed class LoadFilesJob(IBarBulkLoader loader, TimeProvider clock)
{
    private const int BatchSize = 4096;

    /// <param name="entries">The files.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="loaded">Hears the number of bars of every batch read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>. What is wrong with a file is in its result.</exception>
    public async Task<LoadSummary> RunAsync(
        IReadOnlyList<BarEntry> entries, BarFileOptions options, Action<int>? loaded, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var results = new ConcurrentDictionary<BarEntry, FileResult>();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(ByPair(entries, options), parallel, async (group, token) =>
        {
            foreach (var entry in group)
            {
                results[entry] = await LoadAsync(entry, options, loaded, token);
            }
        });
        return new LoadSummary([.. entries.Select(entry => results[entry])], clock.GetElapsedTime(started).TotalSeconds);
    }

    private static IEnumerable<IGrouping<Pair?, BarEntry>> ByPair(IReadOnlyList<BarEntry> entries, BarFileOptions options) =>
        entries.GroupBy(entry => options.Pair ?? entry.PairInName);

    private async Task<FileResult> LoadAsync(
        BarEntry entry, BarFileOptions options, Action<int>? loaded, CancellationToken cancellationToken)
    {
        BarReader? reader = null;
        try
        {
            reader = new BarReader(entry, options);
            var changed = await loader.LoadAsync(reader.Pair, ReadAsync(reader, loaded, cancellationToken), cancellationToken);
            var report = reader.Report;
            var error = report.Accepted == 0 ? $"None of its {report.Rows} rows is a good bar: is the format right?" : null;
            return Result(entry, reader, changed, error);
        }
        catch (FaultException error) when (error.Fault == Fault.InvalidInput)
        {
            return Result(entry, reader, 0, error.Message);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private static FileResult Result(BarEntry entry, BarReader? reader, long changed, string? error) => new(
        entry.Name,
        reader?.Pair.Name,
        reader?.Zone is { } zone ? SourceZones.NameOf(zone) : null,
        reader?.Report.Rows ?? 0,
        reader?.Report.Accepted ?? 0,
        changed,
        reader?.Report.ByReason.ToDictionary(reason => reason.Key.ToString(), reason => reason.Value) ?? [],
        reader?.Report.Examples ?? [],
        error);

    private static async IAsyncEnumerable<Bar> ReadAsync(
        BarReader reader, Action<int>? loaded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bars = new Bar[BatchSize];
        int count;
        while ((count = reader.Read(bars)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                yield return bars[i];
            }

            loaded?.Invoke(count);
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
