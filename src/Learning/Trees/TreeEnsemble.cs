using System.Collections.Immutable;

namespace Bqx.Learning.Trees;

/// <summary>A sum of trees: grown by XGBoost, but free of it.</summary>
/// <param name="Features">Features in a row.</param>
/// <param name="Outputs">Numbers in an answer: 1, or a logit a class.</param>
/// <param name="Base">What every output begins with.</param>
/// <param name="Trees">The trees, in the order in which they are added.</param>
public sealed record TreeEnsemble(int Features, int Outputs, float Base, ImmutableArray<Tree> Trees)
{
    /// <summary>Answers a row: each output is its base plus the answers of its trees, added in float32 in order.</summary>
    public void Predict(ReadOnlySpan<float> row, Span<float> outputs)
    {
        outputs[..Outputs].Fill(Base);
        foreach (var tree in Trees)
        {
            outputs[tree.Output] += tree.Predict(row);
        }
    }

    /// <summary>The first output for each row of a row-major array.</summary>
    public float[] PredictRows(ReadOnlySpan<float> rows)
    {
        var answers = new float[rows.Length / Features];
        Span<float> outputs = stackalloc float[Outputs];
        for (var i = 0; i < answers.Length; i++)
        {
            Predict(rows.Slice(i * Features, Features), outputs);
            answers[i] = outputs[0];
        }

        return answers;
    }
}
