namespace Bqx.Learning.Multitask;

/// <summary>What validation rows say of a net.</summary>
/// <param name="Loss">The weighted loss after shrinking, a row.</param>
/// <param name="Believed">Factor on the BQX head, 0 to 1.</param>
/// <param name="Corrected">Factor on what the volatility head adds to its anchor, 0 to 1.</param>
internal readonly record struct HeadVerdict(double Loss, double Believed, double Corrected);
