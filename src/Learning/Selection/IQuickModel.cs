namespace Bqx.Learning.Selection;

/// <summary>A model that is cheap to fit, asked only how its answers change with a feature.</summary>
internal interface IQuickModel
{
    /// <summary>Answers for rows.</summary>
    float[] Predict(SampledRows rows);

    /// <summary>Whether the answers depend on a feature at all.</summary>
    bool Uses(int column);

    /// <summary>By how much an answer changes when a feature of a row takes another value.</summary>
    /// <param name="row">The row as it is; the same after the call.</param>
    /// <param name="column">The feature.</param>
    /// <param name="value">The other value.</param>
    double Change(Span<float> row, int column, float value);
}
