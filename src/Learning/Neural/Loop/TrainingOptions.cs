using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Neural.Schedules;

namespace Bqx.Learning.Neural.Loop;

/// <summary>How a network is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Rows in a step; fewer where there are fewer.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>Most passes over the training rows.</summary>
    public int MaxEpochs { get; init; } = 20;

    /// <summary>Epochs without a better validation loss before it stops.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>By how much a validation loss must be smaller to be better.</summary>
    public double SmallestGain { get; init; }

    /// <summary>What moves the parameters.</summary>
    public OptimizerOptions Optimizer { get; init; } = new AdamOptions { WeightDecay = 1e-2 };

    /// <summary>The learning rate.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>λ of the penalty λ/2·Σw² on matrices, as a part of the loss; 0 = none.</summary>
    public double Penalty { get; init; }

    /// <summary>Largest Euclidean norm of all gradients together.</summary>
    public double ClipNorm { get; init; } = double.PositiveInfinity;

    /// <summary>Seed of the initial weights, of the order of rows and of the masks.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where and how to compute.</summary>
    public RuntimeOptions Runtime { get; init; } = new();

    /// <summary>File that the training is taken up from and saved to: after each epoch, and when cancelled; null = none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between further checkpoints; 0 = none.</summary>
    public int CheckpointSteps { get; init; }

    internal void Validate()
    {
        OptionRange.Positive(nameof(Batch), Batch);
        OptionRange.Positive(nameof(MaxEpochs), MaxEpochs);
        OptionRange.Positive(nameof(Patience), Patience);
        OptionRange.NotNegative(nameof(SmallestGain), SmallestGain);
        OptionRange.NotNegative(nameof(Penalty), Penalty);
        OptionRange.NotNegative(nameof(CheckpointSteps), CheckpointSteps);
        Schedule.Validate();
    }
}
