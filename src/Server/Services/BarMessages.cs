using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Ingest;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>Bars from and to messages.</summary>
internal static class BarMessages
{
    private const long FirstSecond = 0;
    private const long LastSecond = 4_102_444_800; // 2100-01-01

    private static readonly ImmutableArray<(BarFlags Flag, V1.BarFlag Message)> Flags =
    [
        (BarFlags.Filled, V1.BarFlag.Filled),
        (BarFlags.Late, V1.BarFlag.Late),
        (BarFlags.Corrected, V1.BarFlag.Corrected),
    ];

    /// <summary>Reads a bar; null, with the reason, when it is not one.</summary>
    public static Bar? Read(V1.Bar message, out Refusal? refusal)
    {
        if (!Pair.TryParse(message.Pair, out var pair))
        {
            refusal = new Refusal(BarRejection.UnknownPair, FaultException.UnknownPair(message.Pair).Message);
            return null;
        }

        int open = 0, high = 0, low = 0, close = 0;
        refusal = WhyNotAMinute(message.CloseTime)
            ?? WhyNotAPrice(pair, "open", message.Open, out open)
            ?? WhyNotAPrice(pair, "high", message.High, out high)
            ?? WhyNotAPrice(pair, "low", message.Low, out low)
            ?? WhyNotAPrice(pair, "close", message.Close, out close)
            ?? (float.IsFinite(message.Volume) && message.Volume >= 0
                ? null
                : new Refusal(BarRejection.Malformed, $"volume is {message.Volume}: 0 or more is right."));
        return refusal is not null
            ? null
            : new Bar(pair, new Minute((int)(message.CloseTime.Seconds / 60)), open, high, low, close, message.Volume);
    }

    public static V1.Bar Of(in Bar bar) => new()
    {
        Pair = bar.Pair.Name,
        CloseTime = Timestamp.FromDateTimeOffset(bar.Close.ToDateTimeOffset()),
        Open = Price(bar.Pair, bar.OpenTicks),
        High = Price(bar.Pair, bar.HighTicks),
        Low = Price(bar.Pair, bar.LowTicks),
        Close = Price(bar.Pair, bar.CloseTicks),
        Volume = bar.Volume,
    };

    /// <summary>A bar of the past with its flags, in the order of the enum.</summary>
    public static V1.PastBar Past(Bar bar)
    {
        var past = new V1.PastBar { Bar = Of(bar) };
        foreach (var (flag, message) in Flags)
        {
            if (bar.Flags.HasFlag(flag))
            {
                past.Flags.Add(message);
            }
        }

        return past;
    }

    private static Refusal? WhyNotAMinute(Timestamp? time) => time switch
    {
        null => new Refusal(BarRejection.Malformed, "close_time is missing."),
        { Seconds: < FirstSecond or >= LastSecond } => new Refusal(BarRejection.Malformed, "close_time lies outside 1970 to 2099."),
        _ when time.Nanos != 0 || time.Seconds % 60 != 0 => new Refusal(BarRejection.NotOnMinute, "close_time is not on a whole minute."),
        _ => null,
    };

    private static Refusal? WhyNotAPrice(Pair pair, string name, double price, out int ticks) =>
        PriceTicks.TryConvert(pair, price, out ticks) switch
        {
            BarRejection.None => null,
            BarRejection.OffGrid => new Refusal(BarRejection.OffGrid, $"{name} is {price}: {pair} has {pair.Decimals} decimals."),
            var rejection => new Refusal(rejection, $"{name} is {price}: more than 0 and at most {Price(pair, Bar.MaxTicks)} is right."),
        };

    private static double Price(Pair pair, int ticks) => (double)ticks / pair.TicksPerUnit;
}
