namespace Bqx.Trainer.Up;

/// <summary>What a <see cref="PredictLoad"/> saw.</summary>
/// <param name="Requests">Calls made.</param>
/// <param name="Failed">Calls that failed.</param>
/// <param name="Failures">Their statuses, with counts; empty when there are none.</param>
/// <param name="MedianMicroseconds">Median latency.</param>
/// <param name="P99Microseconds">99th percentile of latency.</param>
/// <param name="ByModel">Answers by the model that made them.</param>
internal sealed record PredictLoadResult(
    long Requests,
    long Failed,
    string Failures,
    double MedianMicroseconds,
    double P99Microseconds,
    IReadOnlyDictionary<string, long> ByModel);
