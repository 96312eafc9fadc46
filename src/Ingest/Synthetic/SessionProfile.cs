using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Ingest.Synthetic;

/// <summary>Relative volatility by hour of the trading day (hour 0 begins at 17:00 New York), mean square 1.</summary>
internal static class SessionProfile
{
    // Quiet after the rollover, a rise with Tokyo, London's morning, the overlap with New York, and the fade.
    private static readonly ImmutableArray<double> West = Normalised(
        [0.45, 0.45, 0.60, 0.70, 0.70, 0.65, 0.60, 0.65, 0.85, 1.15, 1.35, 1.25, 1.10, 1.05, 1.15, 1.45, 1.60, 1.50, 1.20, 1.00, 0.85, 0.75, 0.65, 0.50]);

    private static readonly ImmutableArray<double> East = Normalised(
        [0.60, 0.70, 1.05, 1.20, 1.10, 0.95, 0.85, 0.90, 1.00, 1.15, 1.20, 1.10, 1.00, 0.95, 1.05, 1.30, 1.40, 1.30, 1.10, 0.95, 0.85, 0.75, 0.65, 0.55]);

    /// <param name="currency">The currency.</param>
    /// <param name="minuteOfDay">Minutes since 17:00 New York.</param>
    public static double At(Currency currency, int minuteOfDay) =>
        (currency is Currency.Jpy or Currency.Aud or Currency.Nzd ? East : West)[minuteOfDay / 60];

    private static ImmutableArray<double> Normalised(ReadOnlySpan<double> hours)
    {
        var squares = 0.0;
        foreach (var hour in hours)
        {
            squares += hour * hour;
        }

        var scale = Math.Sqrt(hours.Length / squares);
        var result = ImmutableArray.CreateBuilder<double>(hours.Length);
        foreach (var hour in hours)
        {
            result.Add(hour * scale);
        }

        return result.MoveToImmutable();
    }
}
