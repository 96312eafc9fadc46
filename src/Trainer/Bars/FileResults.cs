using Bqx.Core;
using Bqx.Ingest;

namespace Bqx.Trainer.Bars;

/// <summary>Makes <see cref="FileResult"/>s.</summary>
internal static class FileResults
{
    /// <summary>Of a file that has been read to its end.</summary>
    public static FileResult Of(BarEntry entry, BarReader reader, BarImport? import, long changed) => Of(
        entry,
        reader,
        changed + (import?.Counts.Changed ?? 0),
        import?.Through?.ToString(),
        reader.Report.Accepted == 0 ? $"None of its {reader.Report.Rows} rows is a good bar: is the format right?" : null);

    /// <summary>Of a file that cannot be read.</summary>
    public static FileResult Failed(BarEntry entry, BarReader? reader, string error) => Of(entry, reader, 0, null, error);

    /// <summary>Of a file that had been imported before.</summary>
    public static FileResult Of(BarImport import, BarEntry entry) => new(
        entry.Name, import.Key.Pair.Name, null, null, import.Counts.Rows, import.Counts.Accepted, 0, new Dictionary<string, long>(), [],
        import.FinishedAt, null, null);

    /// <summary>What the ledger keeps of a result.</summary>
    public static BarImportCounts Counts(FileResult result) =>
        new(result.Rows, result.Accepted, result.Changed, result.Rejected.Values.Sum());

    /// <summary>The rejected rows that are kept.</summary>
    public static IReadOnlyList<QuarantinedRow> Rejected(BarEntry entry, BarReader reader) =>
        [.. reader.Report.Kept.Select(row => new QuarantinedRow(reader.Pair, row.Close, row.Reason, entry.Name, row.Line, row.Raw))];

    private static FileResult Of(BarEntry entry, BarReader? reader, long changed, string? resumedAfter, string? error) => new(
        entry.Name,
        reader?.Pair.Name,
        reader is null ? null : BarFormats.NameOf(reader.Format),
        reader?.Zone?.Name,
        reader?.Report.Rows ?? 0,
        reader?.Report.Accepted ?? 0,
        changed,
        reader?.Report.ByReason.ToDictionary(reason => reason.Key.ToString(), reason => reason.Value) ?? [],
        reader?.Report.Examples ?? [],
        null,
        resumedAfter,
        error);
}
