using System.ComponentModel.DataAnnotations;

namespace Bqx.Server;

/// <summary>What is watched after a label has moved, and when it moves back by itself (section <c>Guard</c>).</summary>
public sealed class GuardOptions
{
    public const string Section = "Guard";

    /// <value>How long a moved label is watched; 0 = not at all. Default 2 h.</value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(2);

    /// <value>Share of bars on which the model may fail, 0 to 1; one failure alone is let pass. Default 0.01.</value>
    [Range(0.0, 1.0)]
    public double ErrorRate { get; set; } = 0.01;

    /// <value>Bound of the 99th percentile of its inference for a bar; two slow bars alone are let pass. Default 50 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.0001", "00:01:00")]
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <value>By how much its mean squared error may exceed that of the model before, on the same minutes: 0.2 = by a fifth. Default 0.2.</value>
    [Range(0.0, 100.0)]
    public double SkillLoss { get; set; } = 0.2;

    /// <value>Minutes with known outcomes that this judgement needs. Default 30.</value>
    [Range(1, 10_080)]
    public int SkillMinutes { get; set; } = 30;
}
