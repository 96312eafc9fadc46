using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Bqx.Core;
using Bqx.Learning.Controls;
using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Everything that decides what a study computes, fixed before it starts: the same plan on the same bars gives the same bytes. The budget
/// and the estimates say how it came about; the clock never changes it.
/// </summary>
internal sealed record StudyPlan
{
    /// <summary>Version of this format: 1.</summary>
    public int Format { get; init; } = 1;

    public required StudyKind Kind { get; init; }

    /// <summary>Name of the packages.</summary>
    public required string Name { get; init; }

    /// <summary>Pairs that heads are trained for.</summary>
    public required ImmutableArray<string> Pairs { get; init; }

    /// <summary>Names of the targets.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>What a fold may learn from.</summary>
    public required WalkForwardWindow Window { get; init; }

    /// <summary>Market minutes that there were bars of, the lock box included.</summary>
    public required MinuteRange History { get; init; }

    /// <summary>Where the lock box begins; null: there is none.</summary>
    public required string? LockBox { get; init; }

    public required ImmutableArray<PlannedFold> Folds { get; init; }

    public required StudyEffort Effort { get; init; }

    /// <summary>How much the controls compute, where they run.</summary>
    public ControlScale Controls { get; init; } = ControlScale.Full;

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Seconds that were given; null: none.</summary>
    public required double? Budget { get; init; }

    /// <summary>Labelled rows that will be held.</summary>
    public required long Rows { get; init; }

    /// <summary>Memory that they take, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What the stages are expected to take.</summary>
    public required ImmutableArray<StageEstimate> Estimates { get; init; }

    /// <summary>Sum of the estimates, seconds.</summary>
    [JsonIgnore]
    public double Seconds => Estimates.Sum(stage => stage.Seconds);

    /// <summary>SHA-256 of what decides the result: the plan without budget and estimates.</summary>
    [JsonIgnore]
    public string Digest => Core.Digest.Of((this with { Budget = null, Estimates = [] }).Write()).ToString();

    /// <summary>The command that asks for the same on the same bars and a machine of the same speed; the plan itself asks for the same anywhere.</summary>
    [JsonIgnore]
    public string CommandLine => string.Join(' ', Words());

    /// <summary>Pairs that heads are trained for.</summary>
    [JsonIgnore]
    public ImmutableArray<Pair> PairList => [.. Pairs.Select(Pair.Parse)];

    /// <summary>What is predicted.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a name is not that of a target.</exception>
    [JsonIgnore]
    public ImmutableArray<Target> TargetList => [.. Targets.Select(ParseTarget)];

    /// <summary>The walk through the history, with its lock box.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it has other folds than the plan.</exception>
    public WalkForward Walk()
    {
        var walk = WalkForward.Plan(History, Embargo.For(TargetList), new WalkForwardOptions { Window = Window });
        return walk.Folds.Select(PlannedFold.Of).SequenceEqual(Folds)
            ? walk
            : throw new FaultException(Fault.InvalidInput, "The plan's folds are not those of its history: it is of another version, or was edited.");
    }

    /// <summary>The plan as JSON.</summary>
    public byte[] Write() => StudyJson.Write(this);

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: this is no plan of a known format.</exception>
    public static StudyPlan Read(ReadOnlySpan<byte> json) => StudyJson.Read<StudyPlan>("plan", json) is { Format: 1 } plan
        ? plan
        : throw new FaultException(Fault.InvalidInput, "The plan is of an unknown format: 1 is known.");

    private IEnumerable<string> Words()
    {
        yield return $"train {Kind.ToString().ToLowerInvariant()} --name {Name} --window {Window.ToString().ToLowerInvariant()}";
        yield return Budget is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"--budget {seconds}s")
            : $"--stride {Effort.Stride}";
        if (Pairs.Length < Pair.Count)
        {
            yield return $"--pairs {string.Join(',', Pairs)}";
        }

        yield return $"--seed {Seed} --threads {Threads}";
    }

    private static Target ParseTarget(string name) => Target.TryParse(name, out var target)
        ? target
        : throw new FaultException(Fault.InvalidInput, $"The plan's '{FaultException.Excerpt(name)}' is not a target: bqx60_h60 is one.");
}
