using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Training;

/// <summary>A dataset cut into the blocks of a split, with the scaling fitted on its training block only.</summary>
public sealed class TrainingData
{
    private TrainingData(Dataset dataset, PurgedSplit split)
    {
        Dataset = dataset;
        Split = split;
        Train = Rows("train", split.Train);
        Validation = Rows("validation", split.Validation);
        Calibration = Rows("calibration", split.Calibration);
        Test = Rows("test", split.Test);
        Scaling = FeatureStatistics.FitScaling(Matrix, Train);
    }

    public Dataset Dataset { get; }

    public PurgedSplit Split { get; }

    public RowRange Train { get; }

    public RowRange Validation { get; }

    public RowRange Calibration { get; }

    public RowRange Test { get; }

    public InputScaling Scaling { get; }

    public TrainingMatrix Matrix => Dataset.Matrix;

    public Target Target => Dataset.Options.Target;

    /// <summary>Cuts a dataset.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a block holds no rows.</exception>
    public static TrainingData Prepare(Dataset dataset, PurgedSplit split) => new(dataset, split);

    /// <summary>Standardised targets of a row.</summary>
    public StandardTarget TargetOf(int row) => StandardTarget.Of(Matrix[row], Target);

    private RowRange Rows(string name, MinuteRange block)
    {
        var rows = Matrix.RowsIn(block);
        return rows.Count > 0 ? rows : throw new FaultException(
            Fault.InvalidInput,
            $"The {name} block, {MarketCalendar.CloseOf(block.First)} to {MarketCalendar.CloseOf(block.Last)}, holds no rows: take more days.");
    }
}
