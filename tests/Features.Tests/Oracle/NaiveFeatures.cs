namespace Bqx.Features.Tests.Oracle;

/// <summary>Every feature by its definition, with no rolling state: loops over the past, sums in decimal where it matters.</summary>
internal static class NaiveFeatures
{
    private static readonly Action<NaiveView, IDictionary<string, double>>[] Families =
    [
        NaiveBqx.Add,
        NaiveRegression.Add,
        NaiveBqxRegression.Add,
        NaiveFitTerms.Add,
        NaiveReturns.Add,
        NaiveVolatility.Add,
        NaiveMoments.Add,
        NaiveBands.Add,
        NaiveOscillators.Add,
        NaiveMovingAverages.Add,
        NaiveRegime.Add,
        NaiveTime.Add,
        NaiveCrossPair.Add,
        NaivePriceBqx.Add,
        NaiveSisterTerms.Add,
        NaiveLongerBars.Add,
        NaiveMicrostructure.Add,
    ];

    /// <summary>Values by name.</summary>
    public static Dictionary<string, double> Of(NaiveView view)
    {
        var values = new Dictionary<string, double>();
        Array.ForEach(Families, add => add(view, values));
        return values;
    }
}
