using System.Collections.Immutable;

namespace Bqx.Learning.Controls;

/// <summary>Sizes and tolerances of the controls.</summary>
/// <param name="MartingaleMinutes">Market minutes of each walk that the martingale is judged on, by 28 pairs.</param>
/// <param name="MartingaleTolerance">How far its R² may be from the formula.</param>
/// <param name="SkillMinutes">Market minutes of each walk that the learner is tried on.</param>
/// <param name="Signals">Planted components.</param>
/// <param name="Cuts">At how many minutes history is truncated.</param>
internal sealed record ControlPlan(
    int MartingaleMinutes, double MartingaleTolerance, int SkillMinutes, ImmutableArray<PlantedSignal> Signals, int Cuts)
{
    /// <summary>The plan of a scale.</summary>
    public static ControlPlan For(ControlScale scale) => scale == ControlScale.Full
        ? new ControlPlan(750_000, 0.01, 150_000, [new PlantedSignal(0.03, 0.01, 600_000), new PlantedSignal(0.3, 0.03, 150_000)], 4)
        : new ControlPlan(30_000, 0.05, 18_000, [new PlantedSignal(0.3, 0.15, 30_000)], 2);
}
