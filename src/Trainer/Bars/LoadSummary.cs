namespace Bqx.Trainer.Bars;

/// <summary>What an ingest did, over all files.</summary>
internal sealed record LoadSummary(IReadOnlyList<FileResult> Files, double Seconds)
{
    public long Rows => Files.Sum(file => file.Rows);

    public long Accepted => Files.Sum(file => file.Accepted);

    public long Changed => Files.Sum(file => file.Changed);

    public int Failed => Files.Count(file => file.Error is not null);

    /// <summary>Files that had been imported before.</summary>
    public int Done => Files.Count(file => file.ImportedAt is not null);

    public double RowsPerSecond => Seconds > 0 ? Math.Round(Files.Where(file => file.ImportedAt is null).Sum(file => file.Rows) / Seconds) : 0;

    /// <summary>Rejected rows by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => Files
        .SelectMany(file => file.Rejected)
        .GroupBy(reason => reason.Key)
        .ToDictionary(group => group.Key, group => group.Sum(reason => reason.Value));
}
