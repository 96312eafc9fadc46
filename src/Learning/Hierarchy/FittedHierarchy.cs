using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Hierarchy;

/// <summary>The fitted net of all horizons and pairs.</summary>
public sealed class FittedHierarchy
{
    private readonly FoldInputs _inputs;
    private readonly HorizonOrder _order;
    private readonly TrainingOutcome _outcome;
    private readonly double[] _believed;

    internal FittedHierarchy(FoldInputs inputs, HorizonOrder order, TrainingOutcome outcome, double[] believed) =>
        (_inputs, _order, _outcome, _believed) = (inputs, order, outcome, believed);

    /// <summary>Loss by epoch.</summary>
    public ImmutableArray<EpochReport> Curve => _outcome.Curve;

    /// <summary>When the validation loss was smallest.</summary>
    public int BestEpoch => _outcome.BestEpoch;

    /// <summary>How much of the forecast of each target is believed, 0 to 1, in the matrix's order.</summary>
    public ImmutableArray<double> Believed => [.. Enumerable.Range(0, _order.Count).Select(target => _believed[_order.Indices.IndexOf(target)])];

    /// <summary>What is done first to the features and to the embedding behind them.</summary>
    public InputScaling Scaling => _inputs.Scaling;

    /// <summary>Forecasts of BQX, total, raw units, one a row of the fold.</summary>
    /// <param name="rows">Rows of the fold that it was trained on.</param>
    /// <param name="threads">Batches side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ImmutableDictionary<Target, float[]> Predict(RowRange rows, int threads, CancellationToken cancellationToken)
    {
        var matrix = _inputs.Data.Matrix;
        var forecasts = matrix.Targets.Select(_ => new float[rows.Count]).ToArray();
        double[] roots = [.. matrix.Targets.Select(target => Math.Sqrt(Martingale.ErrorVariance(target)))];
        var graph = new OnnxGraphBuilder("hierarchical");
        var all = WriteAll(graph, graph.Input(RowSession.Input, OnnxGraphBuilder.AnyRows, _inputs.Width));
        graph.Output(all, RowSession.Output, OnnxGraphBuilder.AnyRows, _order.Count);
        using var session = new RowSession(graph.ToBytes(), _inputs.Width);
        session.Run(rows, _inputs.Fill, Take, threads, cancellationToken);
        return matrix.Targets.Select((target, i) => (target, forecasts[i])).ToImmutableDictionary(item => item.target, item => item.Item2);

        void Take(int first, float[] inputs, float[] outputs)
        {
            for (var i = 0; i < outputs.Length / _order.Count; i++)
            {
                var sigma = Math.Max(matrix[first + i].Sigma, ServingGraph.SigmaFloor);
                for (var k = 0; k < _order.Count; k++)
                {
                    var target = _order.Indices[k];
                    var residual = _believed[k] * outputs[(i * _order.Count) + k];
                    forecasts[target][first + i - rows.First] = (float)(matrix.Martingale(first + i, target) + (residual * sigma * roots[target]));
                }
            }
        }
    }

    /// <summary>Forecasts with intervals from the calibration block, as a judge takes them.</summary>
    /// <param name="level">Nominal coverage of the intervals, such as 0.9.</param>
    /// <param name="threads">Batches side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public CalibratedForecasts Calibrate(double level, int threads, CancellationToken cancellationToken) => new(
        _inputs.Data,
        level,
        rows => new ModelForecasts { Model = "hierarchical", Bqx = Predict(rows, threads, cancellationToken) });

    /// <summary>
    /// The forecast of one target as an expert of an ensemble. It says nothing of volatility (0) and classes (equal): the ensemble gives these
    /// no weight.
    /// </summary>
    /// <param name="target">Index in the matrix's targets.</param>
    public IServingHeads HeadsOf(int target) => new OneHorizon(this, _order.Indices.IndexOf(target));

    private string WriteAll(OnnxGraphBuilder graph, string scaled) => _outcome.Best.Write(graph, [scaled, scaled], "hierarchical_")[0];

    private sealed class OneHorizon(FittedHierarchy hierarchy, int place) : IServingHeads
    {
        (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
        {
            var all = hierarchy.WriteAll(graph, scaled);
            var one = new double[hierarchy._order.Count];
            one[place] = hierarchy._believed[place];
            var residual = graph.Node("MatMul", all, graph.Constant("hierarchical_choice", one, one.Length, 1));
            var nothing = graph.Constant("hierarchical_nothing", new double[RegimeProbabilities.Count], 1, RegimeProbabilities.Count);
            var classes = graph.Node("Softmax", [("axis", -1)], graph.Node("MatMul", residual, nothing));
            return (residual, graph.Node("Mul", residual, graph.Scalar(0)), classes);
        }
    }
}
