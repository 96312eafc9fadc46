using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// The benchmark of volatility: a heterogeneous autoregression of log RV on log RV of the last 15, 60, 240 and 630 minutes, with two
/// harmonics of the minute of the day (UTC), least squares over all pairs.
/// </summary>
public sealed class HarBaseline
{
    private const int Columns = 9;
    private const double Penalty = 1e-8;
    private readonly double[] _weights;

    private HarBaseline(double[] weights, double mean) => (_weights, Mean) = (weights, mean);

    /// <summary>Mean of log RV over the rows it was fitted on.</summary>
    public double Mean { get; }

    /// <summary>Fits on training rows.</summary>
    public static HarBaseline Fit(TrainingMatrix matrix, RowRange rows)
    {
        var equations = new NormalEquations(Columns, 1);
        Span<float> x = stackalloc float[Columns];
        var sum = 0.0;
        for (var row = rows.First; row < rows.End; row++)
        {
            var sample = matrix[row];
            Fill(sample, x);
            equations.Add(x, [sample.LogRv]);
            sum += sample.LogRv;
        }

        equations.Finish();
        return new HarBaseline(Ridge.Solve(equations, 0, Penalty), sum / rows.Count);
    }

    /// <summary>Forecast of log RV.</summary>
    public double Predict(in Sample sample)
    {
        Span<float> x = stackalloc float[Columns];
        Fill(sample, x);
        var sum = 0.0;
        for (var i = 0; i < Columns; i++)
        {
            sum += _weights[i] * x[i];
        }

        return sum;
    }

    private static void Fill(in Sample sample, Span<float> x)
    {
        var past = sample.PastLogRv;
        var angle = 2 * MathF.PI * (sample.Close.Value % MarketCalendar.MinutesPerDay) / MarketCalendar.MinutesPerDay;
        ReadOnlySpan<float> values =
        [
            1, past.Rv15, past.Rv60, past.Rv240, past.Rv630,
            MathF.Sin(angle), MathF.Cos(angle), MathF.Sin(2 * angle), MathF.Cos(2 * angle),
        ];
        values.CopyTo(x);
    }
}
