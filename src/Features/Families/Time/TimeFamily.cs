using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 16: the clock at the bar's close. Trading days begin at 17:00 New York; d is the trading day (0 = Sunday evening to Monday
/// 17:00), m the minutes since 17:00 New York, w the market minutes since the week's open. Cities keep their own summer time.
/// </summary>
internal sealed class TimeFamily : IFeatureFamily
{
    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. All().Select((feature, index) => Define(16001 + index, feature.Name, feature.Formula))];

    public FamilyState CreateState(MarketState market) => new TimeState(market);

    private static IEnumerable<(string Name, string Formula)> All()
    {
        for (var harmonic = 1; harmonic <= 3; harmonic++)
        {
            yield return ($"time_minute_sin{harmonic}", $"sin(2π·{harmonic}·m/1440)");
            yield return ($"time_minute_cos{harmonic}", $"cos(2π·{harmonic}·m/1440)");
        }

        yield return ("time_day_sin", "sin(2π·d/5)");
        yield return ("time_day_cos", "cos(2π·d/5)");
        yield return ("time_session_sydney", "1 from 07:00 to 16:00 in Sydney on its weekdays, else 0");
        yield return ("time_session_tokyo", "1 from 09:00 to 18:00 in Tokyo on its weekdays, else 0");
        yield return ("time_session_london", "1 from 08:00 to 17:00 in London on its weekdays, else 0");
        yield return ("time_session_newyork", "1 from 08:00 to 17:00 in New York on its weekdays, else 0");
        yield return ("time_overlap_tokyo_london", "time_session_tokyo · time_session_london");
        yield return ("time_overlap_london_newyork", "time_session_london · time_session_newyork");
        yield return ("time_since_open_week", "ln(1 + w) / ln(1 + 7200)");
        yield return ("time_since_open_london", "ln(1 + minutes since the last 08:00 in London) / ln(1440)");
        yield return ("time_since_open_newyork", "ln(1 + minutes since the last 08:00 in New York) / ln(1440)");
        yield return ("time_to_rollover", "minutes to the next 17:00 in New York, / 1440");
        yield return ("time_monday_open", "1 in the first 180 market minutes of the week, else 0");
        yield return ("time_friday_close", "1 in the last 180 market minutes of the week, else 0");
    }

    private static FeatureDefinition Define(int id, string name, string formula) => new()
    {
        Id = id,
        Name = name,
        Family = FeatureFamily.Time,
        Formula = formula,
        Source = "clock",
        Lookback = 1,
        Scaling = FeatureScaling.Clock,
        Missing = MissingValueRule.NeverMissing,
    };
}
