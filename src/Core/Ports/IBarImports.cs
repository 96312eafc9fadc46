namespace Bqx.Core;

/// <summary>
/// Imports of bar files (<c>bqx.ingest_file</c>): how far each has come is committed with its bars, so that one that was cut off at any
/// instant goes on where it was.
/// </summary>
public interface IBarImports
{
    /// <summary>Begins an import, or finds one that was begun or is complete. A complete one whose bars are gone begins again.</summary>
    /// <param name="key">What is imported.</param>
    /// <param name="force">Begin again whatever has been done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<BarImport> BeginAsync(BarImportKey key, bool force, CancellationToken cancellationToken);

    /// <summary>
    /// Loads bars of an import, ascending by close and later than <see cref="BarImport.Through"/>; idempotent. Returns how many rows are new
    /// or changed.
    /// </summary>
    Task<long> LoadAsync(BarImport import, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken);

    /// <summary>Completes an import with its rejected rows, in one transaction; those that it left before are replaced.</summary>
    Task FinishAsync(BarImport import, BarImportCounts counts, IReadOnlyList<QuarantinedRow> rejected, CancellationToken cancellationToken);

    /// <summary>The latest imports, the latest first.</summary>
    Task<IReadOnlyList<BarImport>> ListAsync(int limit, CancellationToken cancellationToken);
}
