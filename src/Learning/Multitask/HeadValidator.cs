using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>
/// Judges a net by its weighted loss on validation rows, each regression as it would serve: the BQX head after it is shrunk towards the
/// martingale, the volatility head after it is shrunk towards its anchor.
/// </summary>
internal sealed class HeadValidator(HeadInputs inputs, int[] rows, ImmutableArray<double> weights) : IValidator
{
    public double Validate(FittedNetwork candidate) => Judge(candidate).Loss;

    public HeadVerdict Judge(FittedNetwork candidate)
    {
        var residual = new Shrinkage(inputs.Data.Dataset.Options);
        var volatility = default(Products);
        var entropy = 0.0;
        var x = new float[inputs.Width];
        using var session = NetworkSession.Open(candidate, new RuntimeOptions());
        session.Run(new HeadRows(inputs, rows), [.. Enumerable.Range(0, rows.Length)], (first, count, outputs) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = rows[first + i];
                var target = inputs.Data.TargetOf(row);
                residual.Add(inputs.Data.Matrix[row].Number, target.Residual, outputs[0][i]);
                if (outputs.Length > 1)
                {
                    inputs.Fill(row, x);
                    volatility.Add(inputs.Remainder(row, x), outputs[1][i]);
                    entropy += CrossEntropy(outputs[2].AsSpan(i * RegimeProbabilities.Count, RegimeProbabilities.Count), target.Class);
                }
            }
        });
        var (believed, corrected) = (residual.Factor(), volatility.Factor);
        var loss = (weights[0] * residual.SquaredError(believed)) + (weights[1] * volatility.SquaredError(corrected)) + (weights[2] * entropy);
        return new HeadVerdict(loss / Math.Max(1, rows.Length), believed, corrected);
    }

    private static double CrossEntropy(ReadOnlySpan<float> logits, int actual)
    {
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - logits[actual]);
        }

        return Math.Log(sum);
    }

    private struct Products
    {
        private double _target;
        private double _product;
        private double _power;

        // Least squares, within [0, 1].
        public readonly double Factor => _power > 0 ? Math.Clamp(_product / _power, 0, 1) : 0;

        public void Add(double target, double forecast)
        {
            _target += target * target;
            _product += target * forecast;
            _power += forecast * forecast;
        }

        public readonly double SquaredError(double factor) => _target - (2 * factor * _product) + (factor * factor * _power);
    }
}
