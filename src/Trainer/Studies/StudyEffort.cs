namespace Bqx.Trainer.Studies;

/// <summary>
/// How much work a study puts into each model: what a budget cuts. Epochs are the most that are run; early stopping may end sooner, and
/// does so by the loss, never by the clock.
/// </summary>
internal sealed record StudyEffort
{
    /// <summary>Market minutes between two rows of a pair.</summary>
    public required int Stride { get; init; }

    /// <summary>Most epochs of the autoencoder.</summary>
    public required int EncoderEpochs { get; init; }

    /// <summary>Most epochs of a pair's net.</summary>
    public required int HeadEpochs { get; init; }

    /// <summary>Most epochs of the model of all targets.</summary>
    public required int HierarchicalEpochs { get; init; }

    /// <summary>Most rounds of boosting.</summary>
    public required int TreeRounds { get; init; }

    /// <summary>Trials of the randomised search in the first fold; 0: none.</summary>
    public required int Trials { get; init; }

    /// <summary>From the most to the least work.</summary>
    public static IReadOnlyList<StudyEffort> Ladder { get; } =
    [
        Of(15, 24, 20, 12, 200, 12),
        Of(15, 16, 14, 8, 150, 8),
        Of(20, 16, 14, 8, 150, 8),
        Of(30, 16, 14, 8, 120, 6),
        Of(30, 10, 10, 6, 100, 4),
        Of(45, 10, 10, 6, 100, 4),
        Of(60, 10, 10, 6, 80, 3),
        Of(90, 8, 8, 5, 60, 2),
        Of(120, 8, 8, 4, 50, 2),
        Of(240, 6, 6, 4, 40, 2),
    ];

    private static StudyEffort Of(int stride, int encoder, int head, int hierarchical, int rounds, int trials) => new()
    {
        Stride = stride,
        EncoderEpochs = encoder,
        HeadEpochs = head,
        HierarchicalEpochs = hierarchical,
        TreeRounds = rounds,
        Trials = trials,
    };
}
