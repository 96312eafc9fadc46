using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Ingest;

namespace Bqx.Trainer.Bars;

/// <summary>
/// Loads bar files into the store: files of different pairs side by side, those of one pair one after the other. With a ledger, a file
/// that is complete is not read again, and one that was cut off goes on where it was.
/// </summary>
/// <param name="loader">Takes the bars where there is no ledger.</param>
/// <param name="ledger">Remembers imports; null = none is remembered.</param>
/// <param name="clock">Measures.</param>
internal sealed class LoadFilesJob(IBarBulkLoader loader, IBarImports? ledger, TimeProvider clock)
{
    private const int BatchSize = 4096;

    /// <value>Whether complete imports are read again.</value>
    public bool Force { get; init; }

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
            var import = await BeginAsync(entry, options, cancellationToken);
            if (import is { IsDone: true })
            {
                return FileResults.Of(import, entry);
            }

            reader = new BarReader(entry, options);
            var bars = ReadAsync(reader, import?.Through, loaded, cancellationToken);
            var changed = import is null
                ? await loader.LoadAsync(reader.Pair, bars, cancellationToken)
                : await ledger!.LoadAsync(import, bars, cancellationToken);
            var result = FileResults.Of(entry, reader, import, changed);
            if (import is not null && result.Error is null)
            {
                await ledger!.FinishAsync(import, FileResults.Counts(result), FileResults.Rejected(entry, reader), cancellationToken);
            }

            return result;
        }
        catch (FaultException error) when (error.Fault == Fault.InvalidInput)
        {
            return FileResults.Failed(entry, reader, error.Message);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private async Task<BarImport?> BeginAsync(BarEntry entry, BarFileOptions options, CancellationToken cancellationToken) =>
        ledger is not null && (options.Pair ?? entry.PairInName) is { } pair
            ? await ledger.BeginAsync(
                new BarImportKey(entry.Name, await HashAsync(entry, cancellationToken), pair, options.Describe()), Force, cancellationToken)
            : null;

    private static async Task<Digest> HashAsync(BarEntry entry, CancellationToken cancellationToken)
    {
        await using var content = entry.OpenContent();
        return new Digest(await SHA256.HashDataAsync(content, cancellationToken));
    }

    // The rows before the resumption are read too: each is checked against the one before it.
    private static async IAsyncEnumerable<Bar> ReadAsync(
        BarReader reader, Minute? after, Action<int>? loaded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bars = new Bar[BatchSize];
        int count;
        while ((count = reader.Read(bars)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (after is null || bars[i].Close > after)
                {
                    yield return bars[i];
                }
            }

            loaded?.Invoke(count);
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
