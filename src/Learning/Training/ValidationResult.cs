namespace Bqx.Learning.Training;

/// <summary>What a pass over the validation block found.</summary>
/// <param name="Loss">The weighted sum of the three losses, that of BQX after shrinkage.</param>
/// <param name="Shrinkage">How much of the BQX forecast to believe.</param>
internal readonly record struct ValidationResult(double Loss, double Shrinkage);
