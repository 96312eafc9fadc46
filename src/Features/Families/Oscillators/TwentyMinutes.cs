namespace Bqx.Features;

/// <summary>The oscillators that look at the last twenty minutes one by one.</summary>
internal static class TwentyMinutes
{
    private const int Minutes = 20;

    /// <summary>(Y[t] − mean) / mean |Y − mean| of the typical price.</summary>
    public static double PriceChannel(PairSeries series)
    {
        Span<int> typical = stackalloc int[Minutes];
        long sum = 0;
        for (var i = 0; i < Minutes; i++)
        {
            typical[i] = series.ThriceTypicalAt(i);
            sum += typical[i];
        }

        long deviations = 0;
        foreach (var value in typical)
        {
            deviations += Math.Abs((Minutes * (long)value) - sum);
        }

        return deviations == 0 ? 0 : Minutes * ((Minutes * (long)typical[0]) - sum) / (double)deviations;
    }

    /// <summary>|P[t] − P[t−20]| over the way that the price went.</summary>
    public static double PriceEfficiency(PairSeries series)
    {
        var before = series.ClosesBefore(Minutes);
        var way = Math.Abs(series.Close - before[^1]);
        for (var i = 1; i < before.Length; i++)
        {
            way += Math.Abs(before[i] - before[i - 1]);
        }

        return way == 0 ? 0 : Math.Abs(series.Close - before[0]) / (double)way;
    }

    /// <summary>Both for BQX60: denominators are at least the floor.</summary>
    public static (double Channel, double Efficiency) Bqx(BqxSeries bqx, double floor)
    {
        Span<double> values = stackalloc double[Minutes + 1];
        double sum = 0, way = 0, deviations = 0;
        values[0] = bqx.SixtyAt(0);
        for (var i = 0; i < Minutes; i++)
        {
            values[i + 1] = bqx.SixtyAt(i + 1);
            sum += values[i];
            way += Math.Abs(values[i] - values[i + 1]);
        }

        var mean = sum / Minutes;
        foreach (var value in values[..Minutes])
        {
            deviations += Math.Abs(value - mean);
        }

        return (
            (values[0] - mean) / Math.Max(deviations / Minutes, floor),
            Math.Abs(values[0] - values[Minutes]) / Math.Max(way, floor));
    }
}
