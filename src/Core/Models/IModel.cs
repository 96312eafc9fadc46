namespace Bqx.Core;

/// <summary>A loaded model. <see cref="Predict"/> may be called from several threads at once.</summary>
public interface IModel : IDisposable
{
    /// <summary>Runs the model once over a batch.</summary>
    /// <param name="features">Row-major, rows × schema count.</param>
    /// <param name="outputs">One element a row: its length is the batch size.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: the model failed or gave a value that is not finite.</exception>
    void Predict(ReadOnlyMemory<float> features, Span<ModelOutput> outputs);
}
