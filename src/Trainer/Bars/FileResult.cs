using System.Collections.Immutable;

namespace Bqx.Trainer.Bars;

/// <summary>What became of one file.</summary>
/// <param name="File">Its name, without its folder.</param>
/// <param name="Pair">Its pair, where it could be told.</param>
/// <param name="Format">Format that it was read in.</param>
/// <param name="Zone">Zone that its times were read in; null where they carry their own offset.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Bars that passed the checks.</param>
/// <param name="Changed">Rows of the database that are new or have other values than before.</param>
/// <param name="Rejected">Rows that did not pass, by reason.</param>
/// <param name="Examples">The first of them.</param>
/// <param name="ImportedAt">When it had been imported before, so that nothing was left to do; else null.</param>
/// <param name="ResumedAfter">Close of the last bar that an interrupted import had left committed; else null.</param>
/// <param name="Error">Why the file failed, or null.</param>
internal sealed record FileResult(
    string File,
    string? Pair,
    string? Format,
    string? Zone,
    long Rows,
    long Accepted,
    long Changed,
    IReadOnlyDictionary<string, long> Rejected,
    ImmutableArray<string> Examples,
    DateTimeOffset? ImportedAt,
    string? ResumedAfter,
    string? Error);
