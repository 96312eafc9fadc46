using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Figures of a model over rows, each beside its benchmark on the same rows. <c>skill</c> = 1 − SSE(model)/SSE(martingale) in raw
/// units; <c>skill_standardised</c> the same in units of σ̂√V, where no pair or hour outweighs the others. Standard errors pool pairs
/// by minute and are consistent under serial correlation up to 2·(h + W) minutes.
/// </summary>
public sealed class Evaluator
{
    private readonly Target _target;
    private readonly EvaluationBaselines _baselines;
    private readonly ModelCalibration _calibration;
    private readonly int _lags;
    private readonly SortedDictionary<string, RatioEstimate> _ratios = new(StringComparer.Ordinal);
    private int _rows;

    /// <param name="options">How the rows were taken.</param>
    /// <param name="baselines">The benchmarks.</param>
    /// <param name="calibration">Intervals to judge.</param>
    public Evaluator(DatasetOptions options, EvaluationBaselines baselines, ModelCalibration calibration)
    {
        _target = options.Target;
        _baselines = baselines;
        _calibration = calibration;
        _lags = SerialCorrelation.Lags(options);
    }

    /// <summary>Adds a row; rows come in time order.</summary>
    public void Add(in Sample sample, in ModelOutput output)
    {
        _rows++;
        AddBqx(sample, output);
        AddVolatility(sample, output);
        var actual = RegimeClasses.Of(StandardTarget.Z(sample, _target));
        var regime = output.Regime;
        Put("rps", sample, RankedScore(regime, actual), 1);
        Put("rps_climate", sample, RankedScore(Array.ConvertAll(_baselines.ClassFrequencies, p => (float)p), actual), 1);
    }

    /// <summary>The figures.</summary>
    /// <param name="block">Name of the block the rows are of.</param>
    public ImmutableArray<ModelMetric> Finish(string block)
    {
        return
        [
            Metric("skill", "martingale", 0),
            Metric("skill_standardised", "martingale", 0),
            Metric("r2", "martingale", Value("r2_martingale")),
            Metric("mae", "martingale", Value("mae_martingale")),
            new ModelMetric("rmse", block, Math.Sqrt(Value("mse")), null, "martingale", Math.Sqrt(Value("mse_martingale"))),
            Metric("directional_accuracy", "martingale", Value("directional_accuracy_martingale")),
            Metric("bqx_coverage", "nominal", _calibration.Level),
            Metric("log_rv_r2", "har", Value("log_rv_r2_har")),
            Metric("log_rv_skill_over_har", "har", 0),
            Metric("log_rv_mae", "har", Value("log_rv_mae_har")),
            Metric("log_rv_coverage", "nominal", _calibration.Level),
            Metric("rps", "class_frequencies", Value("rps_climate")),
        ];

        ModelMetric Metric(string name, string baseline, double baselineValue)
        {
            var estimate = _ratios[name].Estimate(_lags);
            return new ModelMetric(name, block, estimate.Value, estimate.Error, baseline, baselineValue);
        }
    }

    /// <summary>How many rows were added.</summary>
    public int Rows => _rows;

    private static double RankedScore(ReadOnlySpan<float> probabilities, int actual)
    {
        var (below, score) = (0.0, 0.0);
        for (var k = 0; k < probabilities.Length - 1; k++)
        {
            below += probabilities[k];
            var difference = below - (actual <= k ? 1 : 0);
            score += difference * difference;
        }

        return score / (probabilities.Length - 1);
    }

    // ½ where a side is not taken: a forecast of exactly 0 is no direction.
    private static double Hit(double forecast, double actual) =>
        forecast == 0 || actual == 0 ? 0.5 : Math.Sign(forecast) == Math.Sign(actual) ? 1 : 0;

    private void AddBqx(in Sample sample, in ModelOutput output)
    {
        var scale = Math.Max(sample.Sigma, ServingGraph.SigmaFloor) * Math.Sqrt(Martingale.ErrorVariance(_target));
        var error = sample.Bqx - output.Bqx;
        var martingaleError = sample.Bqx - sample.Martingale;
        var (square, martingaleSquare, total) = (Square(error), Square(martingaleError), Square(sample.Bqx));
        Put("skill", sample, martingaleSquare - square, martingaleSquare);
        Put("skill_standardised", sample, (martingaleSquare - square) / Square(scale), martingaleSquare / Square(scale));
        Put("r2", sample, total - square, total);
        Put("r2_martingale", sample, total - martingaleSquare, total);
        Put("mae", sample, Math.Abs(error), 1);
        Put("mae_martingale", sample, Math.Abs(martingaleError), 1);
        Put("mse", sample, square, 1);
        Put("mse_martingale", sample, martingaleSquare, 1);
        Put("directional_accuracy", sample, Hit(output.Bqx, sample.Bqx), 1);
        Put("directional_accuracy_martingale", sample, Hit(sample.Martingale, sample.Bqx), 1);
        Put("bqx_coverage", sample, Math.Abs(error) <= _calibration.BqxQuantile * scale ? 1 : 0, 1);
    }

    private void AddVolatility(in Sample sample, in ModelOutput output)
    {
        var error = sample.LogRv - output.LogRv;
        var harError = sample.LogRv - _baselines.Har.Predict(sample);
        var total = Square(sample.LogRv - _baselines.Har.Mean);
        Put("log_rv_r2", sample, total - Square(error), total);
        Put("log_rv_r2_har", sample, total - Square(harError), total);
        Put("log_rv_skill_over_har", sample, Square(harError) - Square(error), Square(harError));
        Put("log_rv_mae", sample, Math.Abs(error), 1);
        Put("log_rv_mae_har", sample, Math.Abs(harError), 1);
        Put("log_rv_coverage", sample, Math.Abs(error) <= _calibration.LogRvQuantile ? 1 : 0, 1);
    }

    private static double Square(double value) => value * value;

    private double Value(string name) => _ratios[name].Estimate(0).Value;

    private void Put(string name, in Sample sample, double top, double bottom)
    {
        if (!_ratios.TryGetValue(name, out var ratio))
        {
            _ratios[name] = ratio = new RatioEstimate();
        }

        ratio.Add(sample.Number, top, bottom);
    }
}
