namespace Bqx.Learning.Datasets;

/// <summary>What a row says of one target, raw units.</summary>
/// <param name="Label">BQX over the target's window at its horizon, as it came.</param>
/// <param name="Martingale">The martingale forecast of it.</param>
/// <param name="Persistence">BQX over the target's window, now.</param>
internal readonly record struct TargetValues(float Label, float Martingale, float Persistence);
