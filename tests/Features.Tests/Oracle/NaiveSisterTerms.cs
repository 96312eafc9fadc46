namespace Bqx.Features.Tests.Oracle;

/// <summary>Families X1 and X4.</summary>
internal static class NaiveSisterTerms
{
    private const int DefaultLag = 5;

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var own = NaiveFits.OfBqx(view, 60);
        var sisters = NaiveCrossPair.Sisters(view);
        for (var slot = 0; slot < sisters.Count; slot++)
        {
            var (sister, sign) = sisters[slot];
            var name = $"s{slot + 1:00}";
            var other = NaiveFits.OfBqx(sister, 60);
            values[$"x_momentum_{name}_lin_w60"] = sign * LinearZ(own, view.Sigma) * LinearZ(other, sister.Sigma);
            values[$"x_momentum_{name}_quad_w60"] = sign * QuadraticZ(own, view.Sigma) * QuadraticZ(other, sister.Sigma);
            values[$"x_lead_{name}_z_w60"] = sign * sister.Z(60, DefaultLag);
            values[$"x_lead_{name}_quad_w60"] =
                sign * QuadraticZ(NaiveFits.OfBqx(sister, 60, DefaultLag), sister.SigmaAt(DefaultLag));
        }
    }

    private static double LinearZ(NaiveFit fit, double sigma) => (double)fit.Linear / (sigma * NaiveFits.BqxDeviation(60, Linear));

    private static double QuadraticZ(NaiveFit fit, double sigma) =>
        (double)fit.Quadratic / (sigma * NaiveFits.BqxDeviation(60, Quadratic));

    private static decimal Linear(NaiveFit fit) => fit.Linear;

    private static decimal Quadratic(NaiveFit fit) => fit.Quadratic;
}
