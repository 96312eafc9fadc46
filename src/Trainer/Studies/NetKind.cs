namespace Bqx.Trainer.Studies;

/// <summary>The nets of a pair, and what tells them apart: every other part is the same.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="IsSingleTask">The BQX head alone.</param>
/// <param name="UsesPca">PCA's embedding instead of the autoencoder's.</param>
internal sealed record NetKind(string Name, bool IsSingleTask, bool UsesPca)
{
    public static NetKind Multitask { get; } = new("multitask", false, false);

    public static NetKind SingleTask { get; } = new("singletask", true, false);

    public static NetKind MultitaskPca { get; } = new("multitask_pca", false, true);
}
