using Bqx.Learning.Trees.Native;

namespace Bqx.Learning.Trees;

/// <summary>
/// Rows inside XGBoost, which sorts each column into bins only once: ensembles for one set of labels after another are grown on them. Not
/// safe for use by several threads.
/// </summary>
public sealed class TreeMatrix : IDisposable
{
    private readonly int _rows;

    /// <param name="columns">Features in a row.</param>
    /// <param name="features">Row-major; NaN is missing. They are copied.</param>
    /// <exception cref="Core.FaultException"><see cref="Core.Fault.ModelFailed"/>: XGBoost is missing.</exception>
    public TreeMatrix(int columns, ReadOnlySpan<float> features)
    {
        XgboostLibrary.Require();
        _rows = features.Length / columns;
        Handle = XgboostMatrix.Create(features, columns);
    }

    internal XgboostMatrix Handle { get; }

    /// <summary>Mean of the labels.</summary>
    internal float MeanLabel { get; private set; }

    /// <summary>Gives the rows a label each, in place of what they had: a number, or the index of a class.</summary>
    public void Label(ReadOnlySpan<float> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, _rows);
        Handle.Label(labels);
        var sum = 0.0;
        foreach (var label in labels)
        {
            sum += label;
        }

        MeanLabel = (float)(sum / labels.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
