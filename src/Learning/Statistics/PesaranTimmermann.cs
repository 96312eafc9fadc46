namespace Bqx.Learning.Statistics;

/// <summary>
/// The test of Pesaran and Timmermann (1992) of whether forecasts and outcomes have signs that hang together. With P̂ the share of equal
/// signs, p_y and p_x the shares of positive outcomes and forecasts, P* = p_y·p_x + (1 − p_y)(1 − p_x):
/// PT = (P̂ − P*)/√(V(P̂) − V(P*)), V(P̂) = P*(1 − P*)/n,
/// V(P*) = ((2p_y − 1)²p_x(1 − p_x) + (2p_x − 1)²p_y(1 − p_y))/n + 4p_y·p_x(1 − p_y)(1 − p_x)/n². It wants independent outcomes: samples
/// whose labels do not overlap.
/// </summary>
public static class PesaranTimmermann
{
    /// <summary>The statistic, normal if there is nothing to find; 0 where it is not defined, as where all forecasts have one sign.</summary>
    public static double Statistic(in SignCounts counts)
    {
        if (counts.Count == 0)
        {
            return 0;
        }

        var n = (double)counts.Count;
        var (y, x) = (counts.ActualUp / n, counts.ForecastUp / n);
        var expected = (y * x) + ((1 - y) * (1 - x));
        var ofHits = expected * (1 - expected) / n;
        var ofExpected = ((Square((2 * y) - 1) * x * (1 - x)) + (Square((2 * x) - 1) * y * (1 - y))) / n;
        ofExpected += 4 * y * x * (1 - y) * (1 - x) / (n * n);
        var variance = ofHits - ofExpected;
        return variance > 0 && x is > 0 and < 1 && y is > 0 and < 1 ? ((counts.Hits / n) - expected) / Math.Sqrt(variance) : 0;
    }

    private static double Square(double value) => value * value;
}
