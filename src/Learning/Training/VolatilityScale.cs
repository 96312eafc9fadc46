namespace Bqx.Learning.Training;

/// <summary>Mean and standard deviation of v on the training block, so that the loss of the volatility head has the scale of the others.</summary>
internal readonly record struct VolatilityScale(double Mean, double Deviation)
{
    public static VolatilityScale Fit(TrainingData data)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            var volatility = data.TargetOf(row).Volatility;
            sum += volatility;
            squares += (double)volatility * volatility;
        }

        var mean = sum / data.Train.Count;
        return new VolatilityScale(mean, Math.Max(1e-6, Math.Sqrt(Math.Max(0, (squares / data.Train.Count) - (mean * mean)))));
    }

    public float Standardise(float volatility) => (float)((volatility - Mean) / Deviation);
}
