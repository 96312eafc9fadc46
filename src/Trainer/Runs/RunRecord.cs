using System.Collections.Immutable;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Inspection;

namespace Bqx.Trainer.Runs;

/// <summary>Everything that a run of <c>train</c> found, as <c>run.json</c> of its folder holds it.</summary>
internal sealed record RunRecord
{
    /// <summary>Such as <c>20171121-093000-all</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The command that makes the same again.</summary>
    public required string Command { get; init; }

    public required int Seed { get; init; }

    public required string CodeVersion { get; init; }

    /// <summary>SHA-256 over the bars read.</summary>
    public required string DataHash { get; init; }

    /// <summary><c>running</c>, <c>done</c>, <c>failed</c> or <c>interrupted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it started and ended, UTC; they are not part of any package.</summary>
    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Facts of the plan, the data and the machine, such as rows, stride, folds: name and value in words.</summary>
    public ImmutableArray<RunFact> Facts { get; init; } = [];

    /// <summary>Controls and leak checks, printed before anything else.</summary>
    public ImmutableArray<RunCheck> Checks { get; init; } = [];

    /// <summary>Blocks of every fold.</summary>
    public ImmutableArray<RunFold> Folds { get; init; } = [];

    public ImmutableArray<Figure> Figures { get; init; } = [];

    /// <summary>Loss by epoch of every net.</summary>
    public ImmutableArray<LossCurve> Curves { get; init; } = [];

    /// <summary>Observed against nominal coverage or frequency.</summary>
    public ImmutableArray<CalibrationCurve> Calibration { get; init; } = [];

    /// <summary>How much worse the forecast gets without a cluster of features.</summary>
    public ImmutableArray<Importance> Importances { get; init; } = [];

    /// <summary>What was compared with what by taking a part away.</summary>
    public ImmutableArray<Ablation> Ablations { get; init; } = [];

    /// <summary>The embedding in two dimensions; null where there is none.</summary>
    public EmbeddingMap? Embedding { get; init; }

    /// <summary>What the nets of the last fold live on and what their shared layers do; null where they were not looked at.</summary>
    public NetInspection? Inspection { get; init; }

    /// <summary>Weights of the ensemble, by pair and model.</summary>
    public ImmutableArray<ExpertWeight> Weights { get; init; } = [];

    /// <summary>Seconds by stage.</summary>
    public ImmutableArray<StageTime> Stages { get; init; } = [];

    /// <summary>Packages published.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];
}
