namespace Bqx.Learning.Trees;

/// <summary>Labelled rows that trees are grown on or judged by.</summary>
/// <param name="Columns">Features in a row.</param>
/// <param name="Features">Row-major; NaN is missing.</param>
/// <param name="Labels">One a row: a number, or the index of a class.</param>
public sealed record TreeRows(int Columns, float[] Features, float[] Labels)
{
    /// <summary>How many rows there are.</summary>
    public int Count => Labels.Length;

    /// <summary>The same inside XGBoost.</summary>
    public TreeMatrix ToMatrix()
    {
        var matrix = new TreeMatrix(Columns, Features);
        matrix.Label(Labels);
        return matrix;
    }
}
