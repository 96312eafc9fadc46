using Bqx.Core;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Mean loss by minute of every model on one target; each is then compared with each by Diebold and Mariano.</summary>
/// <param name="context">Where the figures go.</param>
/// <param name="name">What is predicted.</param>
/// <param name="target">Whose window and horizon say how far errors overlap.</param>
internal sealed class ModelLosses(JudgeContext context, string name, Target target)
{
    private readonly SortedDictionary<string, double[]> _losses = new(StringComparer.Ordinal);

    public void Add(string model, double[] losses) => _losses[model] = losses;

    public void Compare()
    {
        var steps = SerialCorrelation.Steps(target, context.Rows.Stride);
        var differences = new double[context.Map.SlotCount];
        foreach (var (model, own) in _losses)
        {
            foreach (var (baseline, others) in _losses)
            {
                if (model != baseline)
                {
                    System.Numerics.Tensors.TensorPrimitives.Subtract(others, own, differences);
                    var test = DieboldMariano.Run(differences, context.Lags(target), steps);
                    context.Add(new Subject(model, name), Metrics.DieboldMariano, test, baseline);
                }
            }
        }
    }
}
