namespace Bqx.Core;

/// <summary>Rows of an import.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Bars that passed the checks.</param>
/// <param name="Changed">Rows of the database that are new or have other values than before.</param>
/// <param name="Rejected">Rows that did not pass.</param>
public readonly record struct BarImportCounts(long Rows, long Accepted, long Changed, long Rejected);
