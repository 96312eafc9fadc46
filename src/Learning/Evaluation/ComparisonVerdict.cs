namespace Bqx.Learning.Evaluation;

/// <summary>What a comparison of two packages says of the challenger.</summary>
public enum ComparisonVerdict
{
    /// <summary>No evidence that it loses more than the incumbent.</summary>
    NotWorse,

    /// <summary>It loses more, significantly.</summary>
    Worse,

    /// <summary>The two were not measured on enough of the same rows.</summary>
    NotComparable,
}
