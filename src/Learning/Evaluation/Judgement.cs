using System.Collections.Immutable;

namespace Bqx.Learning.Evaluation;

/// <summary>What was found of models on the same rows.</summary>
/// <param name="Figures">By model, target, metric and slice.</param>
/// <param name="Curves">Calibration of intervals and of regime probabilities.</param>
public sealed record Judgement(ImmutableArray<Figure> Figures, ImmutableArray<CoverageCurve> Curves)
{
    /// <summary>How a model does against another on a target; null where the two were not compared.</summary>
    public ModelVerdict? Verdict(string model, string baseline, string target) => ModelVerdict.Of(Figures, model, baseline, target);
}
