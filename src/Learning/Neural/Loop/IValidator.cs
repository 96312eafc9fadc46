namespace Bqx.Learning.Neural.Loop;

/// <summary>Judges a network on data that it is not fitted on.</summary>
internal interface IValidator
{
    /// <summary>The smaller, the better. It must depend on the candidate alone.</summary>
    double Validate(FittedNetwork candidate);
}
