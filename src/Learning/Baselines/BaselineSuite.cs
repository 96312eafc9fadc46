using System.Collections.Immutable;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Selection;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>
/// What every table sets models beside: zero, martingale, persistence, AR(1), ridge, XGBoost and a random forest on the selected features,
/// HAR for volatility and climatology for regimes. All is fitted on the training block and chosen on the validation block; those that learn
/// most have intervals from the calibration block.
/// </summary>
public sealed class BaselineSuite
{
    private readonly TrainingData _data;
    private readonly BaselineOptions _options;
    private readonly AutoRegression _ar1;
    private readonly HarBaseline _har;
    private readonly Climatology _climatology;
    private readonly RidgeBaseline _ridge;
    private readonly TreeBaseline? _boosting;
    private readonly TreeBaseline? _forest;
    private readonly Dictionary<string, ConformalIntervals> _intervals = new(StringComparer.Ordinal);

    private BaselineSuite(
        TrainingData data, FeatureSelection selection, BaselineOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        (_data, _options) = (data, options);
        _ar1 = AutoRegression.Fit(data);
        _har = HarBaseline.Fit(data.Matrix, data.Train);
        _climatology = Climatology.Fit(data);
        _ridge = RidgeBaseline.Fit(data, progress, cancellationToken);
        if (options.Trees)
        {
            _boosting = TreeBaseline.Fit("xgboost", data, selection.Top50, options.Boosting, options.RegimeTrees, progress, cancellationToken);
            _forest = TreeBaseline.Fit("random_forest", data, selection.Top50, options.Forest, false, progress, cancellationToken);
        }

        var calibration = JudgedRows.Of(data, data.Calibration, options.Level);
        foreach (var forecasts in Learned(data.Calibration))
        {
            _intervals[forecasts.Model] = ConformalIntervals.Fit(calibration, forecasts);
        }
    }

    /// <summary>Ridge regression of the primary target as the middle of a serving graph.</summary>
    public IServingHeads Ridge => _ridge.Heads();

    /// <summary>XGBoost's trees of the primary target as the middle of a serving graph; null where trees were left out.</summary>
    public IServingHeads? Xgboost => _boosting?.Heads();

    /// <summary>Fits all. The same arguments give the same bits.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="selection">Features that trees see.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static BaselineSuite Fit(
        TrainingData data, FeatureSelection selection, BaselineOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken) =>
        new(data, selection, options, progress, cancellationToken);

    /// <summary>What each says of rows of the same fold.</summary>
    public ImmutableArray<ModelForecasts> Forecast(RowRange rows)
    {
        var judged = JudgedRows.Of(_data, rows, _options.Level);
        return
        [
            SimpleBaselines.Zero(_data, rows),
            SimpleBaselines.Martingale(_data, rows),
            SimpleBaselines.Persistence(_data, rows),
            _ar1.Forecast(_data, rows),
            .. Learned(rows).Select(forecasts => _intervals[forecasts.Model].Apply(judged, forecasts)),
            new ModelForecasts { Model = "har", LogRv = [.. judged.Samples.Select(sample => (float)_har.Predict(sample))] },
            _climatology.Forecast(_data, rows),
        ];
    }

    private IEnumerable<ModelForecasts> Learned(RowRange rows)
    {
        yield return ForecastUnits.ToRaw("ridge", _data, rows, _ridge.Forecast(rows));
        if (_boosting is not null && _forest is not null)
        {
            yield return ForecastUnits.ToRaw("xgboost", _data, rows, _boosting.Forecast(rows));
            yield return ForecastUnits.ToRaw("random_forest", _data, rows, _forest.Forecast(rows));
        }
    }
}
