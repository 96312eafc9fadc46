namespace Bqx.Trainer.Runs;

/// <summary>Names of the figures that reports show by themselves.</summary>
internal static class MetricNames
{
    /// <summary>1 − SSE/SSE of the martingale, of BQX.</summary>
    public const string Skill = "skill";
    public const string RSquared = "r2";
    public const string Mae = "mae";
    public const string Rmse = "rmse";
    public const string DirectionalAccuracy = "directional_accuracy";
    public const string ClarkWest = "clark_west";
    public const string DieboldMariano = "diebold_mariano";
    public const string PesaranTimmermann = "pesaran_timmermann";
    public const string Coverage = "coverage";
    public const string Width = "width";
    public const string Crps = "crps";
    public const string RankedScore = "rps";

    /// <summary>R² of log RV less that of HAR.</summary>
    public const string RSquaredOverHar = "r2_over_har";

    /// <summary>The same of the pair in the middle.</summary>
    public const string RSquaredOverHarMedianPair = "r2_over_har_median_pair";

    /// <summary>1 − RPS/RPS of climatology.</summary>
    public const string RankedScoreSkill = "rps_skill";

    /// <summary>The figure that says what a model adds to the benchmark of a target.</summary>
    public static string SkillOf(string target) => target switch
    {
        TargetNames.LogRv => RSquaredOverHar,
        TargetNames.Regime => RankedScoreSkill,
        _ => Skill,
    };
}
