namespace Bqx.Benchmarks.Ingest;

/// <summary>How the ingest benchmark runs.</summary>
/// <param name="BarFolder">Folder with bars of the pairs; null = a synthetic year is made.</param>
/// <param name="Rounds">Interleaved rounds.</param>
/// <param name="Pairs">Pairs loaded in a round.</param>
internal sealed record IngestOptions(string? BarFolder, int Rounds, int Pairs)
{
    /// <value>Loads at the same time, of the importer and of psql alike.</value>
    public int Parallel { get; init; } = Environment.ProcessorCount;
}
