using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Training;

/// <summary>
/// How much of a forecast û of the residual u to believe, from rows it was not fitted on. The least-squares factor κ = Σu·û/Σû² is
/// itself noise when there is nothing to find, and a forecast that follows noise loses to the martingale; so it is shrunk as James and
/// Stein do, to κ·max(0, 1 − 4·(se/κ)²), within [0, 1]: within two standard errors of 0 nothing is believed.
/// </summary>
internal sealed class Shrinkage(DatasetOptions options)
{
    private const double SquaredErrors = 4;
    private readonly RatioEstimate _ratio = new();
    private double _target;
    private double _product;
    private double _power;

    /// <summary>Adds a row; rows come in time order.</summary>
    public void Add(int number, double target, double forecast)
    {
        _ratio.Add(number, target * forecast, forecast * forecast);
        _target += target * target;
        _product += target * forecast;
        _power += forecast * forecast;
    }

    /// <summary>The factor on the forecast.</summary>
    public double Factor()
    {
        var (kappa, error) = _ratio.Estimate(SerialCorrelation.Lags(options));
        return kappa > 0 ? Math.Min(1, kappa * Math.Max(0, 1 - (SquaredErrors * error * error / (kappa * kappa)))) : 0;
    }

    /// <summary>Σ(u − factor·û)².</summary>
    public double SquaredError(double factor) => _target - (2 * factor * _product) + (factor * factor * _power);
}
