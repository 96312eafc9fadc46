namespace Bqx.Server.Predictions;

/// <summary>
/// The one place where predictions are published. Written by the pipeline alone, read by every request through one volatile
/// reference and without a lock.
/// </summary>
internal sealed class PredictionBoard
{
    private volatile PredictionSnapshot _current = PredictionSnapshot.Empty();

    /// <summary>The snapshot that is served now.</summary>
    public PredictionSnapshot Current => _current;

    /// <summary>Replaces the snapshot, then wakes those who wait for the next one.</summary>
    public void Publish(PredictionSnapshot next)
    {
        var before = _current;
        _current = next;
        before.Supersede();
    }
}
