namespace Bqx.Learning.Neural.Schedules;

/// <summary>The learning rate over a training.</summary>
public sealed record ScheduleOptions
{
    /// <summary>How it changes.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Its highest value; positive.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps over which it first rises linearly from near 0; 0 = none.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>What <see cref="ScheduleKind.Step"/> and <see cref="ScheduleKind.Plateau"/> multiply by, in [0, 1).</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>Epochs between falls (<see cref="ScheduleKind.Step"/>), or without improvement before one (<see cref="ScheduleKind.Plateau"/>).</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>It never falls below this share of <see cref="LearningRate"/>, in [0, 1).</summary>
    public double FloorShare { get; init; }

    internal void Validate()
    {
        OptionRange.Positive(nameof(LearningRate), LearningRate);
        OptionRange.NotNegative(nameof(WarmUpSteps), WarmUpSteps);
        OptionRange.Share(nameof(Factor), Factor);
        OptionRange.Positive(nameof(Epochs), Epochs);
        OptionRange.Share(nameof(FloorShare), FloorShare);
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">0 for the first.</param>
    /// <param name="steps">How many there are when no stopping is early.</param>
    /// <param name="epoch">0 for the first.</param>
    /// <param name="reductions">How often a plateau was met.</param>
    internal double RateAt(long step, long steps, int epoch, int reductions)
    {
        if (step < WarmUpSteps)
        {
            return LearningRate * (step + 1) / WarmUpSteps;
        }

        var progress = (double)(step - WarmUpSteps) / Math.Max(1, steps - WarmUpSteps);
        return LearningRate * Kind switch
        {
            ScheduleKind.Step => Math.Max(FloorShare, Math.Pow(Factor, epoch / Epochs)),
            ScheduleKind.Cosine => FloorShare + ((1 - FloorShare) * 0.5 * (1 + Math.Cos(Math.PI * progress))),
            ScheduleKind.Plateau => Math.Max(FloorShare, Math.Pow(Factor, reductions)),
            _ => 1,
        };
    }
}
