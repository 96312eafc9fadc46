using Bqx.Core;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>The days of a month together.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Days">Trading days with bars.</param>
/// <param name="Vectors">Complete vectors of the stream.</param>
/// <param name="Values">SHA-256 over the days' digests of values.</param>
/// <param name="Differing">Days whose second computation is not the same bits.</param>
internal sealed record ReplayMonth(DateOnly Month, int Days, long Vectors, Digest Values, int Differing);
