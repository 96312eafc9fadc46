using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Decimal prices to integer ticks, exactly: a price off the pair's grid is refused, never rounded.</summary>
public static class PriceTicks
{
    /// <summary>Reads a decimal number such as <c>1.05155</c>. No exponent, no sign but minus, which is refused by name.</summary>
    public static BarRejection TryParse(ReadOnlySpan<byte> text, int decimals, out int ticks)
    {
        ticks = 0;
        long value = 0;
        var fraction = -1; // digits seen after the point; −1 before it
        var digits = 0;
        foreach (var symbol in text)
        {
            var digit = symbol - '0';
            if ((uint)digit > 9)
            {
                if (symbol == '.' && fraction < 0)
                {
                    fraction = 0;
                    continue;
                }

                return symbol == '-' && digits == 0 ? BarRejection.NonPositivePrice : BarRejection.Malformed;
            }

            digits++;
            if (fraction == decimals)
            {
                if (digit != 0)
                {
                    return BarRejection.OffGrid;
                }

                continue;
            }

            value = (value * 10) + digit;
            fraction += fraction < 0 ? 0 : 1;
            if (value > Bar.MaxTicks)
            {
                return BarRejection.PriceTooHigh;
            }
        }

        for (var i = Math.Max(fraction, 0); i < decimals && value <= Bar.MaxTicks; i++)
        {
            value *= 10;
        }

        return Accept(digits, value, out ticks);
    }

    /// <summary>Takes a binary price that stands for a decimal one: within a thousandth of a tick of the grid.</summary>
    public static BarRejection TryConvert(Pair pair, double price, out int ticks)
    {
        ticks = 0;
        var exact = price * pair.TicksPerUnit;
        if (!double.IsFinite(exact))
        {
            return BarRejection.Malformed;
        }

        var nearest = Math.Round(exact);
        return Math.Abs(exact - nearest) > 1e-3 ? BarRejection.OffGrid
            : nearest > Bar.MaxTicks ? BarRejection.PriceTooHigh
            : nearest <= 0 ? BarRejection.NonPositivePrice
            : Accept(1, (long)nearest, out ticks);
    }

    private static BarRejection Accept(int digits, long value, out int ticks)
    {
        ticks = (int)Math.Min(value, int.MaxValue);
        return digits == 0 ? BarRejection.Malformed
            : value == 0 ? BarRejection.NonPositivePrice
            : value > Bar.MaxTicks ? BarRejection.PriceTooHigh
            : BarRejection.None;
    }
}
