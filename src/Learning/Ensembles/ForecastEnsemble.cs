using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Ensembles;

/// <summary>
/// Forecasts added by weight. The weights minimise squared errors on the validation block: those of BQX, in standard units over the
/// martingale, are 0 or more and leave to the martingale what they do not take; those of log RV are 0 or more and add up to 1. Class
/// probabilities are averaged. Weights are a pair's own as far as its rows allow.
/// </summary>
public sealed class ForecastEnsemble
{
    private readonly ImmutableArray<string> _experts;
    private readonly ImmutableDictionary<Target, double[][]> _bqx;
    private readonly double[][] _logRv;
    private readonly ImmutableHashSet<string> _regime;

    private ForecastEnsemble(
        ImmutableArray<string> experts, ImmutableDictionary<Target, double[][]> bqx, double[][] logRv, ImmutableHashSet<string> regime) =>
        (_experts, _bqx, _logRv, _regime) = (experts, bqx, logRv, regime);

    /// <summary>Fits the weights.</summary>
    /// <param name="rows">Rows of the validation block.</param>
    /// <param name="experts">What each expert says of them; an expert may leave out what it cannot say.</param>
    /// <param name="options">How.</param>
    public static ForecastEnsemble Fit(EvaluationRows rows, ImmutableArray<ModelForecasts> experts, EnsembleOptions options)
    {
        var bqx = rows.Targets.ToImmutableDictionary(target => target, target => Weights(
            rows,
            experts.Length,
            options,
            [.. experts.Select(expert => expert.Bqx.ContainsKey(target))],
            (row, expert) => Standard(rows, row, target, experts[expert].Bqx[target][row]),
            row => Math.Clamp(
                Standard(rows, row, target, rows.Actual[rows.Targets.IndexOf(target)][row]), -StandardTarget.Limit, StandardTarget.Limit),
            moments => moments.BesideMartingale()));
        return new ForecastEnsemble(
            [.. experts.Select(expert => expert.Model)],
            bqx,
            VolatilityWeights(rows, experts, options),
            [.. experts.Where(expert => expert.Regime is not null).Select(expert => expert.Model)]);
    }

    /// <summary>What the experts together say of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="experts">What each says of them: the same experts, in the same order.</param>
    public ModelForecasts Combine(EvaluationRows rows, ImmutableArray<ModelForecasts> experts)
    {
        if (!experts.Select(expert => expert.Model).SequenceEqual(_experts))
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"The weights belong to {string.Join(", ", _experts)}: forecasts of {string.Join(", ", experts.Select(expert => expert.Model))} do not fit.");
        }

        var bqx = rows.Targets.ToImmutableDictionary(target => target, target => Each(rows.Count, row =>
        {
            var weights = _bqx[target][PairOf(rows, row)];
            var martingale = rows.Martingale[rows.Targets.IndexOf(target)][row];
            return martingale + Sum(weights, expert => experts[expert].Bqx[target][row] - martingale);
        }));
        var says = experts.Where(expert => _regime.Contains(expert.Model)).ToList();
        return new ModelForecasts
        {
            Model = "ensemble",
            Bqx = bqx,
            LogRv = experts.Any(expert => expert.LogRv is not null)
                ? Each(rows.Count, row => Sum(_logRv[PairOf(rows, row)], expert => experts[expert].LogRv![row]))
                : null,
            Regime = says.Count > 0
                ? Each(rows.Count * RegimeProbabilities.Count, i => says.Average(expert => (double)expert.Regime![i]))
                : null,
        };
    }

    /// <summary>What each expert counts for a pair and a target; of the classes, each that has them counts the same.</summary>
    public ImmutableArray<ExpertWeights> WeightsOf(Pair pair, Target target) =>
    [
        .. _experts.Select((expert, i) => new ExpertWeights(
            expert, _bqx[target][pair.Index][i], _logRv[pair.Index][i], _regime.Contains(expert) ? 1.0 / _regime.Count : 0)),
    ];

    // Σw = 1, so that any number may be taken from all sides: their mean leaves what they differ in.
    private static double[][] VolatilityWeights(EvaluationRows rows, ImmutableArray<ModelForecasts> experts, EnsembleOptions options)
    {
        bool[] able = [.. experts.Select(expert => expert.LogRv is not null)];
        double[] means = able.Any(x => x)
            ? [.. Enumerable.Range(0, rows.Count).Select(row => experts.Where(expert => expert.LogRv is not null).Average(expert => (double)expert.LogRv![row]))]
            : [];
        return Weights(
            rows,
            experts.Length,
            options,
            able,
            (row, expert) => experts[expert].LogRv![row] - means[row],
            row => rows.Samples[row].LogRv - means[row],
            moments => moments.Average());
    }

    // Weights by pair and expert; those that cannot say have 0.
    private static double[][] Weights(
        EvaluationRows rows,
        int experts,
        EnsembleOptions options,
        bool[] able,
        Func<int, int, double> answer,
        Func<int, double> actual,
        Func<ExpertMoments, double[]> solve)
    {
        int[] chosen = [.. Enumerable.Range(0, experts).Where(expert => able[expert])];
        var pooled = new ExpertMoments(chosen.Length);
        ExpertMoments[] byPair = [.. Pair.All.Select(_ => new ExpertMoments(chosen.Length))];
        var answers = new double[chosen.Length];
        for (var row = 0; row < rows.Count && chosen.Length > 0; row++)
        {
            for (var i = 0; i < answers.Length; i++)
            {
                answers[i] = answer(row, chosen[i]);
            }

            pooled.Add(answers, actual(row));
            byPair[PairOf(rows, row)].Add(answers, actual(row));
        }

        return [.. byPair.Select(own =>
        {
            var weights = new double[experts];
            own.Add(pooled, options.PoolRows);
            var solved = chosen.Length > 0 ? solve(own) : [];
            for (var i = 0; i < chosen.Length; i++)
            {
                weights[chosen[i]] = solved[i];
            }

            return weights;
        })];
    }

    private static double Standard(EvaluationRows rows, int row, Target target, double value) =>
        (value - rows.Martingale[rows.Targets.IndexOf(target)][row])
        / (Math.Max(rows.Samples[row].Sigma, ServingGraph.SigmaFloor) * Math.Sqrt(Martingale.ErrorVariance(target)));

    private static int PairOf(EvaluationRows rows, int row) => rows.Samples[row].Pair.Index;

    // Experts without weight are not asked: they may be unable to say.
    private static double Sum(double[] weights, Func<int, double> answer)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] > 0 ? weights[i] * answer(i) : 0;
        }

        return sum;
    }

    private static float[] Each(int count, Func<int, double> value)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)value(i);
        }

        return values;
    }
}
