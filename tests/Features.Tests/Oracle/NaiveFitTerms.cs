namespace Bqx.Features.Tests.Oracle;

/// <summary>Families 4, 5, 6 and 9, and standardised terms of fits.</summary>
internal static class NaiveFitTerms
{
    private static readonly (int Short, int Long)[] Couples = [(60, 90), (90, 150), (150, 240), (240, 390), (390, 630), (60, 630)];

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        AddLags(view, values);
        AddDifferences(view, values);
        AddCovariances("price", [.. Enumerable.Range(0, 60).Select(lag => OfPrice(view, lag))], values);
        AddCovariances("bqx", [.. Enumerable.Range(0, 60).Select(lag => OfBqx(view, lag))], values);
    }

    public static double PriceSlope(NaiveView view, int window, int lag = 0) =>
        (double)NaiveFits.OfPrice(view, window, lag).Rise / view.P(lag) / (view.SigmaAt(lag) * NaiveFits.PriceDeviation(window, Rise));

    public static double BqxSlope(NaiveView view, int window) =>
        (double)NaiveFits.OfBqx(view, window).Rise / (view.Sigma * NaiveFits.BqxDeviation(window, Rise));

    private static double PriceBend(NaiveView view, int window) =>
        (double)NaiveFits.OfPrice(view, window).Quadratic / view.P(0) / (view.Sigma * NaiveFits.PriceDeviation(window, Quadratic));

    private static double BqxBend(NaiveView view, int window, int lag = 0) =>
        (double)NaiveFits.OfBqx(view, window, lag).Quadratic / (view.SigmaAt(lag) * NaiveFits.BqxDeviation(window, Quadratic));

    private static void AddLags(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var window in new[] { 15, 30, 45, 60, 75 })
        {
            foreach (var lag in new[] { 1, 2, 3, 5, 10, 15, 30, 45, 60, 90, 120, 180 })
            {
                values[$"bqx_w{window}_lag{lag}_z"] = view.Z(window, lag);
            }
        }

        foreach (var window in NaiveFits.Windows)
        {
            foreach (var lag in new[] { 15, 30, 60, 120 })
            {
                values[$"reg_price_w{window}_lag{lag}_slope_z"] = PriceSlope(view, window, lag);
                values[$"reg_bqx_w{window}_lag{lag}_quad_z"] = BqxBend(view, window, lag);
            }
        }
    }

    private static void AddDifferences(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var (a, b) in Couples)
        {
            void Add(string domain, string term, Func<int, double> value) =>
                values[$"reg_{domain}_w{a}_w{b}_{term}_diff"] = Difference(value(a), value(b));

            Add("price", "slope", window => PriceSlope(view, window));
            Add("price", "quad", window => PriceBend(view, window));
            Add("bqx", "slope", window => BqxSlope(view, window));
            Add("bqx", "quad", window => BqxBend(view, window));
            foreach (var domain in new[] { "price", "bqx" })
            {
                var (ra, rb) = (values[$"reg_{domain}_w{a}_r2_quad"], values[$"reg_{domain}_w{b}_r2_quad"]);
                values[$"reg_{domain}_w{a}_w{b}_r2_diff"] = (ra - rb) / (ra + rb + 0.1);
            }
        }
    }

    public static double Difference(double a, double b) => (a - b) / (1 + Math.Abs(a) + Math.Abs(b));

    private static (double Quad, double Lin, double Resid) OfPrice(NaiveView view, int lag)
    {
        var fit = NaiveFits.OfPrice(view, 60, lag);
        var unit = view.P(lag) * view.SigmaAt(lag);
        return (
            (double)fit.Quadratic / (unit * NaiveFits.PriceDeviation(60, Quadratic)),
            (double)fit.Linear / (unit * NaiveFits.PriceDeviation(60, Linear)),
            fit.EndResidual(5));
    }

    private static (double Quad, double Lin, double Resid) OfBqx(NaiveView view, int lag)
    {
        var fit = NaiveFits.OfBqx(view, 60, lag);
        var sigma = view.SigmaAt(lag);
        return (
            (double)fit.Quadratic / (sigma * NaiveFits.BqxDeviation(60, Quadratic)),
            (double)fit.Linear / (sigma * NaiveFits.BqxDeviation(60, Linear)),
            fit.EndResidual(NaiveBqxRegression.Least(view, 60, lag)));
    }

    private static void AddCovariances(
        string domain, (double Quad, double Lin, double Resid)[] terms, IDictionary<string, double> values)
    {
        double[] quad = [.. terms.Select(term => term.Quad)];
        double[] lin = [.. terms.Select(term => term.Lin)];
        double[] resid = [.. terms.Select(term => term.Resid)];
        foreach (var (name, x, y) in new[] { ("quad_lin", quad, lin), ("resid_quad", resid, quad), ("resid_lin", resid, lin) })
        {
            var covariance = Covariance(x, y);
            values[$"reg_{domain}_w60_cov_{name}"] = covariance;
            values[$"reg_{domain}_w60_corr_{name}"] = covariance / Math.Sqrt((Covariance(x, x) + 1e-6) * (Covariance(y, y) + 1e-6));
        }
    }

    public static double Covariance(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Average();
    }

    private static decimal Rise(NaiveFit fit) => fit.Rise;

    private static decimal Linear(NaiveFit fit) => fit.Linear;

    private static decimal Quadratic(NaiveFit fit) => fit.Quadratic;
}
