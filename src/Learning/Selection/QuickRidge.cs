using System.Numerics.Tensors;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Selection;

/// <summary>Ridge regression with one fixed penalty, in units of the features' variance.</summary>
internal sealed class QuickRidge : IQuickModel
{
    private const double Penalty = 0.1;
    private readonly float[] _weights;

    private QuickRidge(float[] weights) => _weights = weights;

    public static QuickRidge Fit(SampledRows rows, int label)
    {
        var equations = new NormalEquations(rows.Columns + 1, 1);
        var x = new float[rows.Columns + 1];
        x[^1] = 1;
        for (var i = 0; i < rows.Count; i++)
        {
            rows.Row(i).CopyTo(x);
            equations.Add(x, [rows.Labels[label][i]]);
        }

        equations.Finish();
        return new QuickRidge(Array.ConvertAll(Ridge.Solve(equations, 0, Penalty), weight => (float)weight));
    }

    public float[] Predict(SampledRows rows)
    {
        var answers = new float[rows.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = _weights[^1] + TensorPrimitives.Dot(rows.Row(i), _weights.AsSpan(0, rows.Columns));
        }

        return answers;
    }

    public bool Uses(int column) => _weights[column] != 0;

    public double Change(Span<float> row, int column, float value) => _weights[column] * (value - row[column]);
}
