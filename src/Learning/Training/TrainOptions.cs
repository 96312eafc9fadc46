namespace Bqx.Learning.Training;

/// <summary>What to train.</summary>
public sealed record TrainOptions
{
    /// <summary>Fits the heads.</summary>
    public required IModelTrainer Trainer { get; init; }

    /// <summary>Name of the package.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the package.</summary>
    public required int Version { get; init; }

    /// <summary>Seed recorded in the lineage.</summary>
    public required int Seed { get; init; }

    /// <summary>Commit of the trainer, recorded in the lineage.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Command line, recorded in the lineage.</summary>
    public required string Command { get; init; }
}
