using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>AR(1): least squares of BQX as it came on BQX over the same window now, with a constant, of each pair and target by itself.</summary>
internal sealed class AutoRegression
{
    private readonly (double Constant, double Slope)[,] _lines;

    private AutoRegression((double, double)[,] lines) => _lines = lines;

    public static AutoRegression Fit(TrainingData data)
    {
        var (matrix, rows) = (data.Matrix, data.Train);
        var sums = new Sums[matrix.Targets.Length, Pair.Count];
        for (var row = rows.First; row < rows.End; row++)
        {
            for (var target = 0; target < matrix.Targets.Length; target++)
            {
                sums[target, matrix[row].Pair.Index].Add(matrix.Persistence(row, target), matrix.Label(row, target));
            }
        }

        var lines = new (double, double)[matrix.Targets.Length, Pair.Count];
        for (var target = 0; target < matrix.Targets.Length; target++)
        {
            for (var pair = 0; pair < Pair.Count; pair++)
            {
                lines[target, pair] = sums[target, pair].Line();
            }
        }

        return new AutoRegression(lines);
    }

    public ModelForecasts Forecast(TrainingData data, RowRange rows) => new()
    {
        Model = "ar1",
        Bqx = ForecastUnits.ByTarget(data, rows, (row, target) =>
        {
            var (constant, slope) = _lines[target, data.Matrix[row].Pair.Index];
            return constant + (slope * data.Matrix.Persistence(row, target));
        }),
    };

    private struct Sums
    {
        private double _count;
        private double _x;
        private double _y;
        private double _xx;
        private double _xy;

        public void Add(double x, double y)
        {
            _count++;
            _x += x;
            _y += y;
            _xx += x * x;
            _xy += x * y;
        }

        // A pair without rows, or whose BQX never moves, is forecast by its mean.
        public readonly (double Constant, double Slope) Line()
        {
            var count = Math.Max(1, _count);
            var variance = _xx - (_x * _x / count);
            var slope = variance > 0 ? (_xy - (_x * _y / count)) / variance : 0;
            return ((_y - (slope * _x)) / count, slope);
        }
    }
}
