namespace Bqx.Learning.Selection;

/// <summary>
/// Mean decrease in accuracy (Breiman 2001): by how much the mean squared error of a fitted model grows, in units of what it is, when a
/// feature of rows that it has not seen is permuted among them. A feature that the model does not use has exactly 0.
/// </summary>
internal static class PermutationImportance
{
    /// <summary>The importance of every feature, the mean over some permutations.</summary>
    public static double[] Measure(IQuickModel model, SampledRows rows, float[] labels, int repeats, Random random)
    {
        var errors = model.Predict(rows);
        var power = 0.0;
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = labels[i] - errors[i];
            power += errors[i] * (double)errors[i];
        }

        var importance = new double[rows.Columns];
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            for (var column = 0; column < importance.Length; column++)
            {
                random.Shuffle(order);
                importance[column] += model.Uses(column) ? Growth(model, rows, errors, order, column) / (power * repeats) : 0;
            }
        }

        return importance;
    }

    // Σ (e − d)² − e², d the change of the answer.
    private static double Growth(IQuickModel model, SampledRows rows, float[] errors, int[] order, int column)
    {
        var growth = 0.0;
        for (var i = 0; i < errors.Length; i++)
        {
            var row = rows.Features.AsSpan(i * rows.Columns, rows.Columns);
            var change = model.Change(row, column, rows.Features[(order[i] * rows.Columns) + column]);
            growth += (change * change) - (2 * errors[i] * change);
        }

        return growth;
    }
}
