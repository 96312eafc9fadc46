using Bqx.Core;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>What requests may say.</summary>
internal static class RequestRules
{
    private const int NanosPerTick = 100;
    private const long MaxSeconds = 366L * 24 * 60 * 60;
    private const int MaxNanos = 999_999_999;

    /// <summary>A list of distinct pairs; all of them when it is empty.</summary>
    public static IReadOnlyList<Pair> Pairs(RepeatedField<string> names)
    {
        if (names.Count == 0)
        {
            return Pair.All;
        }

        if (names.Count > Pair.Count)
        {
            throw new FaultException(Fault.InvalidInput, $"{names.Count} pairs are asked for: at most {Pair.Count} exist.");
        }

        var pairs = new Pair[names.Count];
        var seen = 0u;
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = Pair.Parse(names[i]);
            var bit = 1u << pairs[i].Index;
            if ((seen & bit) != 0)
            {
                throw new FaultException(Fault.InvalidInput, $"{pairs[i]} is asked for twice.");
            }

            seen |= bit;
        }

        return pairs;
    }

    /// <summary>A positive age; null when none is given.</summary>
    public static TimeSpan? MaxAge(Duration? age)
    {
        if (age is null)
        {
            return null;
        }

        var positive = age is { Seconds: >= 0, Nanos: >= 0 } && (age.Seconds > 0 || age.Nanos > 0);
        return positive && age is { Seconds: <= MaxSeconds, Nanos: <= MaxNanos }
            ? TimeSpan.FromTicks((age.Seconds * TimeSpan.TicksPerSecond) + (age.Nanos / NanosPerTick))
            : throw new FaultException(
                Fault.InvalidInput, $"max_age is {age.Seconds} s {age.Nanos} ns: more than 0 and at most a year is right.");
    }

    /// <summary>An id written name@version.</summary>
    public static ModelId Model(string text) => ModelId.TryParse(text, out var id)
        ? id!
        : throw new FaultException(
            Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a model: write name@version, such as bqx60@3.");

    /// <summary>A label's name.</summary>
    public static string Label(string text) => ModelId.IsName(text)
        ? text
        : throw new FaultException(
            Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a label: it must match ^[a-z0-9][a-z0-9_-]{{0,63}}$.");
}
