namespace Bqx.Trainer.Promotion;

/// <summary>What the rules say of a promotion.</summary>
/// <param name="IsAllowed">Whether it may take place without being forced.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Statistic">Diebold and Mariano's statistic, positive where the candidate loses more; null where none was computed.</param>
internal sealed record PromotionJudgement(bool IsAllowed, string Reason, double? Statistic = null);
