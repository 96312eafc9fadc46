using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Evaluation;

/// <summary>Sums squared errors of rows by minute into a <see cref="LossSeries"/>.</summary>
/// <param name="target">What is predicted.</param>
/// <param name="stride">Market minutes between two rows of a pair.</param>
public sealed class LossSeriesBuilder(Target target, int stride)
{
    private readonly ImmutableArray<int>.Builder _numbers = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<float>.Builder _model = ImmutableArray.CreateBuilder<float>();
    private readonly ImmutableArray<float>.Builder _martingale = ImmutableArray.CreateBuilder<float>();
    private readonly double _variance = Martingale.ErrorVariance(target);
    private int _number = -1;
    private int _rows;
    private double _modelSum;
    private double _martingaleSum;

    /// <summary>Adds a row; rows come in time order.</summary>
    /// <param name="number">Number of its market minute.</param>
    /// <param name="sigma">σ̂ at that minute.</param>
    /// <param name="actual">BQX as it came, raw units.</param>
    /// <param name="martingale">The martingale forecast of it.</param>
    /// <param name="forecast">The model's.</param>
    public void Add(int number, double sigma, double actual, double martingale, double forecast)
    {
        if (number != _number)
        {
            Close();
            ArgumentOutOfRangeException.ThrowIfLessThan(number, _number);
            _number = number;
        }

        var floored = Math.Max(sigma, ServingGraph.SigmaFloor);
        var unit = floored * floored * _variance;
        _modelSum += (actual - forecast) * (actual - forecast) / unit;
        _martingaleSum += (actual - martingale) * (actual - martingale) / unit;
        _rows++;
    }

    /// <summary>The series.</summary>
    public LossSeries Finish()
    {
        Close();
        return new LossSeries
        {
            Target = target,
            Stride = stride,
            Numbers = _numbers.ToImmutable(),
            Model = _model.ToImmutable(),
            Martingale = _martingale.ToImmutable(),
        };
    }

    /// <summary>The series of forecasts of one target.</summary>
    public static LossSeries Run(EvaluationRows rows, Target target, ReadOnlySpan<float> forecasts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(forecasts.Length, rows.Count);
        var index = rows.Targets.IndexOf(target);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var builder = new LossSeriesBuilder(target, rows.Stride);
        for (var i = 0; i < forecasts.Length; i++)
        {
            var sample = rows.Samples[i];
            builder.Add(sample.Number, sample.Sigma, rows.Actual[index][i], rows.Martingale[index][i], forecasts[i]);
        }

        return builder.Finish();
    }

    private void Close()
    {
        if (_rows > 0)
        {
            _numbers.Add(_number);
            _model.Add((float)(_modelSum / _rows));
            _martingale.Add((float)(_martingaleSum / _rows));
        }

        (_rows, _modelSum, _martingaleSum) = (0, 0, 0);
    }
}
