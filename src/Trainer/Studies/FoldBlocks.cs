using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Studies;

/// <summary>The blocks of a fold that models are not fitted on.</summary>
internal sealed class FoldBlocks
{
    public FoldBlocks(TrainingData data, StudyPlan plan)
    {
        var pairs = plan.PairList;
        Data = data;
        Validation = new FoldBlock(data, data.Validation, pairs);
        Calibration = new FoldBlock(data, data.Calibration, pairs);
        Test = new FoldBlock(data, data.Test, pairs);
    }

    /// <summary>The fold.</summary>
    public TrainingData Data { get; }

    public FoldBlock Validation { get; }

    public FoldBlock Calibration { get; }

    public FoldBlock Test { get; }

    /// <summary>Forecasts of all three.</summary>
    /// <param name="forecast">What models say of a whole block.</param>
    public BlockForecasts Forecast(Func<FoldBlock, IEnumerable<ModelForecasts>> forecast)
    {
        return new BlockForecasts(Of(Validation), Of(Calibration), Of(Test));

        System.Collections.Immutable.ImmutableArray<ModelForecasts> Of(FoldBlock block) => [.. forecast(block).Select(block.Take)];
    }
}
