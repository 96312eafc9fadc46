namespace Bqx.Learning.Evaluation;

/// <summary>A model set beside another by the test of Diebold and Mariano.</summary>
/// <param name="Verdict">What follows at the 5 % level, two-sided.</param>
/// <param name="Statistic">Positive where the model loses less.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record ModelVerdict(Verdict Verdict, double Statistic, double PValue)
{
    /// <summary>Level of the test.</summary>
    public const double Significance = 0.05;

    /// <summary>The verdict in words, such as <c>not different</c>.</summary>
    public string Words => Verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        _ => "not different",
    };

    /// <summary>Finds it among figures; null where the two were not compared on that target.</summary>
    public static ModelVerdict? Of(IEnumerable<Figure> figures, string model, string baseline, string target) =>
        figures.FirstOrDefault(figure => figure.Metric == Metrics.DieboldMariano && figure.Slice == Metrics.All
            && figure.Model == model && figure.Baseline == baseline && figure.Target == target) is { } found
            ? Of(found.Value, found.PValue ?? 1)
            : null;

    private static ModelVerdict Of(double statistic, double probability)
    {
        var verdict = probability >= Significance ? Verdict.NotDifferent : statistic > 0 ? Verdict.Better : Verdict.Worse;
        return new ModelVerdict(verdict, statistic, probability);
    }
}
