namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Values from <see cref="Low"/> to <see cref="High"/> on pixels from <see cref="From"/> to <see cref="To"/>.</summary>
internal readonly record struct LinearScale(double Low, double High, double From, double To)
{
    /// <summary>A scale that holds all values that are numbers, with a margin of a twentieth; where there are none, 0 to 1.</summary>
    public static LinearScale Covering(IEnumerable<double> values, double from, double to)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high)
        {
            return new LinearScale(0, 1, from, to);
        }

        var margin = high > low ? (high - low) / 20 : Math.Max(Math.Abs(high) / 20, 1e-6);
        return new LinearScale(low - margin, high + margin, from, to);
    }

    /// <summary>Pixel of a value.</summary>
    public double At(double value) => From + ((value - Low) / (High - Low) * (To - From));

    /// <summary>Round values inside the scale, some <paramref name="count"/> of them, and how they are written.</summary>
    public IEnumerable<(double Value, string Text)> Ticks(int count)
    {
        var rough = (High - Low) / count;
        var power = Math.Floor(Math.Log10(rough));
        var unit = Math.Pow(10, power);
        var step = unit * ((rough / unit) - 1e-9) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 9);
        for (var k = Math.Ceiling((Low / step) - 1e-9); k * step <= High + (step * 1e-9); k++)
        {
            yield return (k * step, k == 0 ? "0" : (k * step).ToString($"F{decimals}"));
        }
    }
}
