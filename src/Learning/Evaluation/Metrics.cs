namespace Bqx.Learning.Evaluation;

/// <summary>Names in figures; <c>docs/evaluation.md</c> gives the formula of each.</summary>
public static class Metrics
{
    /// <summary>The slice of all rows.</summary>
    public const string All = "all";

    /// <summary>The target of volatility.</summary>
    public const string LogRv = "log_rv";

    /// <summary>The target of the five classes.</summary>
    public const string Regime = "regime";

    public const string Skill = "skill";
    public const string SkillStandardised = "skill_standardised";
    public const string SkillBootstrap = "skill_bootstrap";
    public const string RSquared = "r2";
    public const string Mae = "mae";
    public const string Rmse = "rmse";
    public const string DirectionalAccuracy = "directional_accuracy";
    public const string Coverage = "coverage";
    public const string Width = "width";
    public const string Crps = "crps";
    public const string ClarkWest = "clark_west";
    public const string DieboldMariano = "diebold_mariano";
    public const string PesaranTimmermann = "pesaran_timmermann";
    public const string EffectiveSize = "n_eff";
    public const string SkillOverHar = "skill_over_har";
    public const string RSquaredOverHar = "r2_over_har";
    public const string RSquaredOverHarMedianPair = "r2_over_har_median_pair";
    public const string RankedScore = "rps";
    public const string RankedScoreSkill = "rps_skill";
    public const string Reliability = "reliability";
}
