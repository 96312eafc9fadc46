using Bqx.Core;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>What a day's bars became: equal results are equal bit for bit.</summary>
/// <param name="Vectors">Complete vectors.</param>
/// <param name="Values">SHA-256 of their values as little-endian float32, minute by minute, pairs in order.</param>
/// <param name="State">SHA-256 of the engine's snapshot after the day.</param>
internal sealed record DayResult(long Vectors, Digest Values, Digest State);
