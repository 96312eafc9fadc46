using Bqx.V1;

namespace Bqx.Client;

/// <summary>How far a stream of bars has come.</summary>
/// <param name="Acknowledged">Bars that are committed, since the start.</param>
/// <param name="RejectedCount">Bars that were rejected, since the start.</param>
/// <param name="Rejected">Those rejected since the last progress. Rows count from the first bar of the source.</param>
public sealed record IngestProgress(ulong Acknowledged, ulong RejectedCount, IReadOnlyList<RejectedBar> Rejected);
