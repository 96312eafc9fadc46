using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Core;
using Bqx.Learning.Linear;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>
/// Where the volatility heads start: a ridge regression of v on all scaled features, pooled over pairs, with an intercept a pair. It knows
/// all that a heterogeneous autoregression knows (volatility of many windows, time of day) and fits in seconds; nets learn what it leaves.
/// </summary>
internal sealed class VolatilityAnchor
{
    private const int MaxRows = 120_000;
    private const int MaxValidationRows = 30_000;

    // In units of the features' variance, which is 1.
    private static readonly ImmutableArray<double> Penalties = [1e-3, 1e-2, 1e-1, 1];

    private readonly float[] _weights;
    private readonly double _bias;
    private readonly double[] _intercepts = new double[Pair.Count];

    private VolatilityAnchor(double[] weights, double bias, double penalty) =>
        (_weights, _bias, Penalty) = (Array.ConvertAll(weights, weight => (float)weight), bias, penalty);

    /// <summary>The penalty that does best on the validation block.</summary>
    public double Penalty { get; }

    /// <summary>One weight a scaled feature.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Mean of the forecasts without intercepts over training rows.</summary>
    public double Mean { get; private set; }

    /// <summary>Deviation of the forecasts without intercepts over training rows.</summary>
    public double Deviation { get; private set; }

    /// <summary>Deviation of what the forecasts leave over training rows.</summary>
    public double Remainder { get; private set; }

    public static VolatilityAnchor Fit(TrainingData data, CancellationToken cancellationToken)
    {
        var rows = RowSample.Of(data.Train, MaxRows);
        var mean = rows.Average(row => data.TargetOf(row).Volatility);
        var equations = new NormalEquations(data.Matrix.Columns + 1, 1);
        var x = new float[data.Matrix.Columns + 1];
        x[^1] = 1;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            data.ReadScaled(row, x);
            equations.Add(x, [data.TargetOf(row).Volatility - mean]);
        }

        equations.Finish();
        var anchor = Choose(data, equations, mean);
        anchor.FitMoments(data, rows);
        return anchor;
    }

    /// <summary>Constant term of a pair.</summary>
    public double Bias(Pair pair) => _bias + _intercepts[pair.Index];

    /// <summary>Constant term without the pair's own part.</summary>
    public double PooledBias => _bias;

    /// <summary>Forecast without the pair's intercept from a row's scaled features.</summary>
    public double Pooled(ReadOnlySpan<float> scaled) => TensorPrimitives.Dot(scaled[.._weights.Length], _weights) + _bias;

    private static VolatilityAnchor Choose(TrainingData data, NormalEquations equations, double mean)
    {
        VolatilityAnchor[] candidates = [.. Penalties.Select(penalty =>
        {
            var weights = Ridge.Solve(equations, 0, penalty);
            return new VolatilityAnchor(weights[..^1], weights[^1] + mean, penalty);
        })];
        var errors = new double[candidates.Length];
        var x = new float[data.Matrix.Columns];
        foreach (var row in RowSample.Of(data.Validation, MaxValidationRows))
        {
            data.ReadScaled(row, x);
            for (var k = 0; k < errors.Length; k++)
            {
                var error = data.TargetOf(row).Volatility - candidates[k].Pooled(x);
                errors[k] += error * error;
            }
        }

        return candidates[Array.IndexOf(errors, errors.Min())];
    }

    private void FitMoments(TrainingData data, int[] rows)
    {
        var forecasts = new double[rows.Length];
        var left = new double[rows.Length];
        var counts = new int[Pair.Count];
        var x = new float[data.Matrix.Columns];
        for (var i = 0; i < rows.Length; i++)
        {
            data.ReadScaled(rows[i], x);
            forecasts[i] = Pooled(x);
            left[i] = data.TargetOf(rows[i]).Volatility - forecasts[i];
            var pair = data.Matrix[rows[i]].Pair.Index;
            counts[pair]++;
            _intercepts[pair] += left[i];
        }

        for (var pair = 0; pair < counts.Length; pair++)
        {
            _intercepts[pair] /= Math.Max(1, counts[pair]);
        }

        for (var i = 0; i < rows.Length; i++)
        {
            left[i] -= _intercepts[data.Matrix[rows[i]].Pair.Index];
        }

        Mean = forecasts.Average();
        Deviation = Spread(forecasts, Mean);
        Remainder = Spread(left, 0);
    }

    private static double Spread(double[] values, double mean) =>
        Math.Max(1e-6, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
}
