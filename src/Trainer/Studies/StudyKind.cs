namespace Bqx.Trainer.Studies;

/// <summary>What a study trains and judges. Every kind also judges the benchmarks that its figures are set beside.</summary>
internal enum StudyKind
{
    /// <summary>The shared autoencoder against PCA of equal size: reconstruction, clusters, the embedding's map.</summary>
    Autoencoder,

    /// <summary>The 28 nets with three heads, their single-task twins, and the twins that read PCA instead of the autoencoder.</summary>
    Multitask,

    /// <summary>The model of all nine targets.</summary>
    Hierarchical,

    /// <summary>Martingale, zero, persistence, AR(1), ridge, gradient boosting, random forest, HAR, climatology.</summary>
    Baseline,

    /// <summary>The weighted experts: needs the nets and the baselines.</summary>
    Ensemble,

    /// <summary>Everything, the controls first and the packages last.</summary>
    All,
}
