using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Runs;

/// <summary>What is known of a model, a target and a slice; null where a figure is missing.</summary>
internal sealed record FigureRow(string Model, string Target, string Slice)
{
    /// <summary>What it adds to the benchmark of its target.</summary>
    public Figure? Skill { get; init; }

    public Figure? ClarkWest { get; init; }

    public Figure? DieboldMariano { get; init; }

    public Figure? PesaranTimmermann { get; init; }

    public Figure? DirectionalAccuracy { get; init; }

    /// <summary>R²; its baseline's value is that of the target's benchmark.</summary>
    public Figure? RSquared { get; init; }

    public Figure? Mae { get; init; }

    public Figure? Rmse { get; init; }

    /// <summary>Share of rows inside the interval of nominally 90 %.</summary>
    public Figure? Coverage { get; init; }

    public Figure? Width { get; init; }

    public Figure? Crps { get; init; }

    public Figure? RankedScore { get; init; }

    public bool IsEmpty => (Skill ?? DirectionalAccuracy ?? RSquared ?? Mae ?? Rmse ?? Coverage ?? Crps ?? RankedScore) is null;
}
