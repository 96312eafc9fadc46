using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Ensembles;

/// <summary>
/// Forecasts added by weight. The weights minimise squared errors on the validation block: those of BQX, in standard units over the
/// martingale, are 0 or more and leave to the martingale what they do not take; those of log RV are 0 or more and add up to 1, and so do those
/// of class probabilities, which minimise the ranked probability score. Weights are a pair's own as far as its rows allow.
/// </summary>
public sealed class ForecastEnsemble
{
    private readonly ImmutableArray<string> _experts;
    private readonly ImmutableDictionary<Target, double[][]> _bqx;
    private readonly double[][] _logRv;
    private readonly double[][] _regime;

    private ForecastEnsemble(
        ImmutableArray<string> experts, ImmutableDictionary<Target, double[][]> bqx, double[][] logRv, double[][] regime) =>
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
            RegimeWeights(rows, experts, options));
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
        return new ModelForecasts
        {
            Model = "ensemble",
            Bqx = bqx,
            LogRv = experts.Any(expert => expert.LogRv is not null)
                ? Each(rows.Count, row => Sum(_logRv[PairOf(rows, row)], expert => experts[expert].LogRv![row]))
                : null,
            Regime = experts.Any(expert => expert.Regime is not null)
                ? Each(
                    rows.Count * RegimeProbabilities.Count,
                    i => Sum(_regime[PairOf(rows, i / RegimeProbabilities.Count)], expert => experts[expert].Regime![i]))
                : null,
        };
    }

    /// <summary>What each expert counts for a pair and a target.</summary>
    public ImmutableArray<ExpertWeights> WeightsOf(Pair pair, Target target) =>
    [
        .. _experts.Select((expert, i) => new ExpertWeights(
            expert, _bqx[target][pair.Index][i], _logRv[pair.Index][i], _regime[pair.Index][i])),
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

    // The score is a sum of squares, of cumulative probabilities less what came, at each cut: every cut of a row is an observation.
    private static double[][] RegimeWeights(EvaluationRows rows, ImmutableArray<ModelForecasts> experts, EnsembleOptions options)
    {
        const int Cuts = RegimeProbabilities.Count - 1;
        var target = rows.Targets.Contains(Target.Primary) ? Target.Primary : rows.Targets[0];
        float[]?[] below = [.. experts.Select(expert => expert.Regime is { } regime ? Cumulate(regime) : null)];
        bool[] able = [.. below.Select(values => values is not null)];
        return Weights(
            rows,
            experts.Length,
            options,
            able,
            (row, cut, expert) => below[expert]![(row * Cuts) + cut] - Mean(row, cut),
            (row, cut) => (RegimeClasses.Of(StandardTarget.Z(rows.Samples[row], target)) <= cut ? 1 : 0) - Mean(row, cut),
            Cuts,
            moments => moments.Average());

        double Mean(int row, int cut) => below.Average(values => (double?)values?[(row * Cuts) + cut]) ?? 0;
    }

    // By row: the probability of this class or one below it, but for the last class.
    private static float[] Cumulate(float[] regime)
    {
        const int Cuts = RegimeProbabilities.Count - 1;
        var below = new float[regime.Length / RegimeProbabilities.Count * Cuts];
        for (var row = 0; row < below.Length / Cuts; row++)
        {
            var sum = 0f;
            for (var cut = 0; cut < Cuts; cut++)
            {
                sum += regime[(row * RegimeProbabilities.Count) + cut];
                below[(row * Cuts) + cut] = sum;
            }
        }

        return below;
    }

    // Weights by pair and expert; those that cannot say have 0.
    private static double[][] Weights(
        EvaluationRows rows,
        int experts,
        EnsembleOptions options,
        bool[] able,
        Func<int, int, double> answer,
        Func<int, double> actual,
        Func<ExpertMoments, double[]> solve) =>
        Weights(rows, experts, options, able, (row, _, expert) => answer(row, expert), (row, _) => actual(row), 1, solve);

    // The same with several observations a row.
    private static double[][] Weights(
        EvaluationRows rows,
        int experts,
        EnsembleOptions options,
        bool[] able,
        Func<int, int, int, double> answer,
        Func<int, int, double> actual,
        int observations,
        Func<ExpertMoments, double[]> solve)
    {
        int[] chosen = [.. Enumerable.Range(0, experts).Where(expert => able[expert])];
        var pooled = new ExpertMoments(chosen.Length);
        ExpertMoments[] byPair = [.. Pair.All.Select(_ => new ExpertMoments(chosen.Length))];
        var answers = new double[chosen.Length];
        for (var i = 0; i < rows.Count * observations && chosen.Length > 0; i++)
        {
            var (row, observation) = Math.DivRem(i, observations);
            for (var k = 0; k < answers.Length; k++)
            {
                answers[k] = answer(row, observation, chosen[k]);
            }

            pooled.Add(answers, actual(row, observation));
            byPair[PairOf(rows, row)].Add(answers, actual(row, observation));
        }

        return [.. byPair.Select(own =>
        {
            var weights = new double[experts];
            own.Add(pooled, options.PoolRows * observations);
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
