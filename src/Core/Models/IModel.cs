namespace Bqx.Core;

/// <summary>The graph of a loaded package: rows of numbers in, rows of numbers out. It may be called from several threads at once.</summary>
public interface IModel : IDisposable
{
    /// <summary>Runs the graph once over a batch.</summary>
    /// <param name="rows">Row-major: rows × the width of the manifest's input.</param>
    /// <param name="outputs">Row-major: rows × the widths of the manifest's outputs, side by side in its order.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: the model failed or gave a value that is not finite.</exception>
    void Predict(ReadOnlyMemory<float> rows, Span<float> outputs);
}
