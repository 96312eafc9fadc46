using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// The benchmark of volatility: a heterogeneous autoregression of log RV on log RV of the last 15, 60, 240 and 720 minutes, with two
/// harmonics of the minute of the day (UTC), least squares of each pair by itself. A pair of few rows has the weights of all together.
/// </summary>
public sealed class HarBaseline
{
    private const int Columns = 9;
    private const double Penalty = 1e-6;
    private const int FewestRows = 200;
    private readonly double[][] _weights;
    private readonly float _centre;

    private HarBaseline(double[][] weights, float centre, double mean) => (_weights, _centre, Mean) = (weights, centre, mean);

    /// <summary>Mean of log RV over the rows it was fitted on.</summary>
    public double Mean { get; }

    /// <summary>Fits on training rows.</summary>
    public static HarBaseline Fit(TrainingMatrix matrix, RowRange rows)
    {
        // Centred, so that the constant is not almost a multiple of the others; log RV per minute is near −9.
        var (sum, past) = (0.0, 0.0);
        for (var row = rows.First; row < rows.End; row++)
        {
            sum += matrix[row].LogRv;
            past += matrix[row].PastLogRv.Rv60;
        }

        var centre = (float)(past / rows.Count);
        var pooled = new NormalEquations(Columns, 1);
        NormalEquations[] byPair = [.. Pair.All.Select(_ => new NormalEquations(Columns, 1))];
        Span<float> x = stackalloc float[Columns];
        for (var row = rows.First; row < rows.End; row++)
        {
            var sample = matrix[row];
            Fill(sample, centre, x);
            pooled.Add(x, [sample.LogRv]);
            byPair[sample.Pair.Index].Add(x, [sample.LogRv]);
        }

        var common = Solve(pooled);
        return new HarBaseline([.. byPair.Select(own => own.Rows >= FewestRows ? Solve(own) : common)], centre, sum / rows.Count);
    }

    /// <summary>Forecast of log RV.</summary>
    public double Predict(in Sample sample)
    {
        Span<float> x = stackalloc float[Columns];
        Fill(sample, _centre, x);
        var weights = _weights[sample.Pair.Index];
        var sum = 0.0;
        for (var i = 0; i < Columns; i++)
        {
            sum += weights[i] * x[i];
        }

        return sum;
    }

    private static double[] Solve(NormalEquations equations)
    {
        equations.Finish();
        return Ridge.Solve(equations, 0, Penalty);
    }

    private static void Fill(in Sample sample, float centre, Span<float> x)
    {
        var past = sample.PastLogRv;
        var angle = 2 * MathF.PI * (sample.Close.Value % MarketCalendar.MinutesPerDay) / MarketCalendar.MinutesPerDay;
        ReadOnlySpan<float> values =
        [
            1, past.Rv15 - centre, past.Rv60 - centre, past.Rv240 - centre, past.Rv720 - centre,
            MathF.Sin(angle), MathF.Cos(angle), MathF.Sin(2 * angle), MathF.Cos(2 * angle),
        ];
        values.CopyTo(x);
    }
}
