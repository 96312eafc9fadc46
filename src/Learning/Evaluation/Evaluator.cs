using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Figures of one package, as <see cref="Judge"/> finds them, under the names that manifests carry: those of <see cref="Metrics"/>,
/// with <c>bqx_</c> or <c>log_rv_</c> before what both heads have.
/// </summary>
public sealed class Evaluator
{
    private const string Package = "package";
    private readonly Target _target;
    private readonly int _stride;
    private readonly EvaluationBaselines _baselines;
    private readonly ModelCalibration _calibration;
    private readonly List<Sample> _samples = [];
    private readonly List<ModelOutput> _outputs = [];

    /// <param name="options">How the rows were taken.</param>
    /// <param name="baselines">The benchmarks.</param>
    /// <param name="calibration">Intervals to judge.</param>
    public Evaluator(DatasetOptions options, EvaluationBaselines baselines, ModelCalibration calibration)
    {
        _target = options.Target;
        _stride = options.Stride;
        _baselines = baselines;
        _calibration = calibration;
    }

    /// <summary>How many rows were added.</summary>
    public int Rows => _samples.Count;

    /// <summary>Adds a row; rows come in time order.</summary>
    public void Add(in Sample sample, in ModelOutput output)
    {
        _samples.Add(sample);
        _outputs.Add(output);
    }

    /// <summary>The figures.</summary>
    /// <param name="block">Name of the block the rows are of.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: no rows, or an output that is not finite.</exception>
    public ImmutableArray<ModelMetric> Finish(string block)
    {
        var rows = new EvaluationRows(
            [_target], _calibration.Level, _stride, _samples, [Values(sample => sample.Bqx)], [Values(sample => sample.Martingale)]);
        var figures = Judge.Run(rows, [Forecasts(), Har(), Climatology()]).Figures
            .Where(figure => figure.Model == Package && figure.Slice == Metrics.All && figure.Metric != Metrics.DieboldMariano)
            .ToDictionary(figure => (figure.Target, figure.Metric));
        var bqx = _target.ToString();
        return
        [
            Metric("skill", bqx, Metrics.Skill),
            Metric("skill_standardised", bqx, Metrics.SkillStandardised),
            Metric("r2", bqx, Metrics.RSquared),
            Metric("mae", bqx, Metrics.Mae),
            Metric("rmse", bqx, Metrics.Rmse),
            Metric("directional_accuracy", bqx, Metrics.DirectionalAccuracy),
            Metric("bqx_coverage", bqx, Metrics.Coverage),
            Metric("log_rv_r2", Metrics.LogRv, Metrics.RSquared),
            Metric("log_rv_skill_over_har", Metrics.LogRv, Metrics.SkillOverHar),
            Metric("log_rv_mae", Metrics.LogRv, Metrics.Mae),
            Metric("log_rv_coverage", Metrics.LogRv, Metrics.Coverage),
            Metric("rps", Metrics.Regime, Metrics.RankedScore),
        ];

        ModelMetric Metric(string name, string target, string metric)
        {
            var figure = figures[(target, metric)];
            return new ModelMetric(name, block, figure.Value, figure.Error, figure.Baseline, figure.BaselineValue);
        }
    }

    private ModelForecasts Forecasts()
    {
        var root = Math.Sqrt(Martingale.ErrorVariance(_target));
        return new ModelForecasts
        {
            Model = Package,
            Bqx = Single([.. _outputs.Select(output => output.Bqx)]),
            BqxHalfWidth = Single(Values(sample =>
                (float)(_calibration.BqxQuantile * Math.Max(sample.Sigma, ServingGraph.SigmaFloor) * root))),
            LogRv = [.. _outputs.Select(output => output.LogRv)],
            LogRvHalfWidth = Values(_ => (float)_calibration.LogRvQuantile),
            Regime = Probabilities(),
        };
    }

    private ModelForecasts Har() =>
        new() { Model = Judge.Har, LogRv = Values(sample => (float)_baselines.Har.Predict(sample)) };

    private ModelForecasts Climatology()
    {
        var frequencies = Array.ConvertAll(_baselines.ClassFrequencies, frequency => (float)frequency);
        return new ModelForecasts { Model = Judge.Climatology, Regime = [.. _samples.SelectMany(_ => frequencies)] };
    }

    private float[] Probabilities()
    {
        var probabilities = new float[Rows * RegimeProbabilities.Count];
        for (var row = 0; row < Rows; row++)
        {
            var regime = _outputs[row].Regime;
            ((ReadOnlySpan<float>)regime).CopyTo(probabilities.AsSpan(row * RegimeProbabilities.Count));
        }

        return probabilities;
    }

    private ImmutableDictionary<Target, float[]> Single(float[] values) =>
        ImmutableDictionary<Target, float[]>.Empty.Add(_target, values);

    private float[] Values(Func<Sample, float> value) => [.. _samples.Select(value)];
}
