using System.Collections.Immutable;
using Bqx.Learning.Inspection;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Studies;

/// <summary>What a stage of a fold found besides forecasts: what the report shows of it.</summary>
internal sealed record StageNotes
{
    public ImmutableArray<LossCurve> Curves { get; init; } = [];

    public ImmutableArray<Importance> Importances { get; init; } = [];

    public ImmutableArray<ExpertWeight> Weights { get; init; } = [];

    public ImmutableArray<Reconstruction> Reconstructions { get; init; } = [];

    /// <summary>The autoencoder's embedding of the test block; null where it was not looked at.</summary>
    public EmbeddingMap? Embedding { get; init; }

    /// <summary>The multi-task nets on the calibration block; null where they were not looked at.</summary>
    public NetInspection? Inspection { get; init; }

    /// <summary>What the search has chosen, in words.</summary>
    public ImmutableArray<RunFact> Facts { get; init; } = [];

    /// <summary>Both together.</summary>
    public StageNotes With(StageNotes other) => new()
    {
        Curves = [.. Curves, .. other.Curves],
        Importances = [.. Importances, .. other.Importances],
        Weights = [.. Weights, .. other.Weights],
        Reconstructions = [.. Reconstructions, .. other.Reconstructions],
        Embedding = other.Embedding ?? Embedding,
        Inspection = other.Inspection ?? Inspection,
        Facts = [.. Facts, .. other.Facts],
    };
}
