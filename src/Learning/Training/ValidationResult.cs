namespace Bqx.Learning.Training;

/// <summary>What a pass over the validation block found.</summary>
/// <param name="Loss">The weighted sum of the three losses, that of BQX after shrinkage.</param>
/// <param name="Shrinkage">Σu·û/Σû² within [0, 1]: the factor on û with the least squared error.</param>
internal readonly record struct ValidationResult(double Loss, double Shrinkage);
