namespace Bqx.Features.Tests.Oracle;

/// <summary>BQX60 of many minutes, each summed by itself in integers.</summary>
internal static class NaiveSixty
{
    /// <summary>By lag; 0 where the history is shorter than 61 minutes.</summary>
    public static double[] Of(NaiveView view, int count)
    {
        var values = new double[count];
        for (var lag = 0; lag < count && view.Count - lag > 60; lag++)
        {
            long now = view.P(lag), sum = 0;
            for (var i = 1; i <= 60; i++)
            {
                sum += view.P(lag + i) - now;
            }

            values[lag] = (double)sum / now;
        }

        return values;
    }
}
