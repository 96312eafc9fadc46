namespace Bqx.Core;

/// <summary>What was predicted (<c>bqx.prediction</c>), for the outcome to be set beside it later.</summary>
public interface IPredictionLog
{
    /// <summary>Appends predictions, idempotent by (pair, close, model).</summary>
    Task WriteAsync(IReadOnlyList<PairPrediction> predictions, CancellationToken cancellationToken);
}
