namespace Bqx.Learning.Evaluation;

/// <summary>How a model does against another.</summary>
public enum Verdict
{
    /// <summary>It loses significantly less.</summary>
    Better,

    /// <summary>The difference may be chance.</summary>
    NotDifferent,

    /// <summary>It loses significantly more.</summary>
    Worse,
}
