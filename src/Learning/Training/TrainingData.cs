using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Training;

/// <summary>A dataset cut into the blocks of a split, with the scaling fitted on its training block only.</summary>
public sealed class TrainingData
{
    private readonly double[] _roots;

    private TrainingData(Dataset dataset, PurgedSplit split, int graph)
    {
        Dataset = dataset;
        Split = split;
        Graph = graph;
        _roots = [.. dataset.Matrix.Targets.Select(target => Math.Sqrt(Martingale.ErrorVariance(target)))];
        Train = Rows("train", split.Train);
        Validation = Rows("validation", split.Validation);
        Calibration = Rows("calibration", split.Calibration);
        Test = Rows("test", split.Test);
        Scaling = FeatureStatistics.FitScaling(Matrix, Train, graph);
    }

    public Dataset Dataset { get; }

    public PurgedSplit Split { get; }

    public RowRange Train { get; }

    public RowRange Validation { get; }

    public RowRange Calibration { get; }

    public RowRange Test { get; }

    public InputScaling Scaling { get; }

    /// <summary>Which of the matrix's lead-lag graphs this fold reads by: the one fitted on its training block, or the default.</summary>
    public int Graph { get; }

    public TrainingMatrix Matrix => Dataset.Matrix;

    /// <summary>The primary target.</summary>
    public Target Target => Dataset.Options.Target;

    /// <summary>Cuts a dataset.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="split">The blocks.</param>
    /// <param name="graph">Index of the lead-lag graph to read by.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a block holds no rows.</exception>
    public static TrainingData Prepare(Dataset dataset, PurgedSplit split, int graph = 0) => new(dataset, split, graph);

    /// <summary>Writes the raw features of a row.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="features">At least as long as a vector.</param>
    public void ReadRaw(int row, Span<float> features) => Matrix.Read(row, Graph, features);

    /// <summary>Writes the features of a row as networks see them: standardised on the training block and clipped.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="features">At least as long as a vector.</param>
    public void ReadScaled(int row, Span<float> features)
    {
        features = features[..Matrix.Columns];
        Matrix.Read(row, Graph, features);
        Scaling.Apply(features, features);
    }

    /// <summary>The blocks as manifests and reports tell them, in time order.</summary>
    public ImmutableArray<SplitBlock> Describe()
    {
        return
        [
            Block("train", Split.Train, Train),
            Block("validation", Split.Validation, Validation),
            Block("calibration", Split.Calibration, Calibration),
            Block("test", Split.Test, Test),
        ];

        static SplitBlock Block(string role, MinuteRange range, RowRange rows) =>
            new(role, MarketCalendar.CloseOf(range.First).ToString(), MarketCalendar.CloseOf(range.Last).ToString(), rows.Count);
    }

    /// <summary>Rows of a pair within a block, ascending.</summary>
    public int[] RowsOf(RowRange block, Pair pair) =>
        [.. Enumerable.Range(block.First, block.Count).Where(row => Matrix[row].Pair == pair)];

    /// <summary>Standardised labels of a row for the primary target.</summary>
    public StandardTarget TargetOf(int row) => StandardTarget.Of(Matrix[row], Target);

    /// <summary>Standardised residual u = (BQX − martingale)/(σ̂·√V) of a row for any target, clipped to ±<see cref="StandardTarget.Limit"/>.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="target">Index in the matrix's targets.</param>
    public float Residual(int row, int target)
    {
        var scale = Math.Max(Matrix[row].Sigma, ServingGraph.SigmaFloor) * _roots[target];
        var residual = ((double)Matrix.Label(row, target) - Matrix.Martingale(row, target)) / scale;
        return (float)Math.Clamp(residual, -StandardTarget.Limit, StandardTarget.Limit);
    }

    private RowRange Rows(string name, MinuteRange block)
    {
        var rows = Matrix.RowsIn(block);
        return rows.Count > 0 ? rows : throw new FaultException(
            Fault.InvalidInput,
            $"The {name} block, {MarketCalendar.CloseOf(block.First)} to {MarketCalendar.CloseOf(block.Last)}, holds no rows: take more days.");
    }
}
