using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Training;

namespace Bqx.Learning.Hierarchy;

/// <summary>Judges a cascade by its squared error on validation rows, each target after it is shrunk towards its martingale.</summary>
internal sealed class CascadeValidator(FoldInputs inputs, HorizonOrder order, int[] rows) : IValidator
{
    public double Validate(FittedNetwork candidate) => Judge(candidate).Loss;

    /// <summary>The loss, and the factor on each target's forecast in the order of horizons.</summary>
    public (double Loss, double[] Believed) Judge(FittedNetwork candidate)
    {
        Shrinkage[] shrinkages = [.. order.Indices.Select(_ => new Shrinkage(inputs.Data.Dataset.Options))];
        using var session = NetworkSession.Open(candidate, new RuntimeOptions());
        session.Run(new CascadeRows(inputs, order, rows, given: null), [.. Enumerable.Range(0, rows.Length)], (first, count, outputs) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = rows[first + i];
                for (var k = 0; k < order.Count; k++)
                {
                    var target = inputs.Data.Residual(row, order.Indices[k]);
                    shrinkages[k].Add(inputs.Data.Matrix[row].Number, target, outputs[0][(i * order.Count) + k]);
                }
            }
        });
        var believed = Array.ConvertAll(shrinkages, shrinkage => shrinkage.Factor());
        var loss = shrinkages.Zip(believed, (shrinkage, factor) => shrinkage.SquaredError(factor)).Sum();
        return (loss / Math.Max(1, rows.Length * order.Count), believed);
    }
}
