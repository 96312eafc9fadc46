using System.Diagnostics;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Benchmarks.Features;

/// <summary>The engine's own families 1, 2, 3, 10 and 12, driven over the bars of the peer: the same columns, one thread.</summary>
internal sealed class PeerFamilies(PeerBars bars)
{
    private static readonly FeatureFamily[] Families =
        [FeatureFamily.Bqx, FeatureFamily.Regression, FeatureFamily.BqxRegression, FeatureFamily.Volatility, FeatureFamily.Bands];

    /// <summary>Names of the columns, in the order in which <see cref="Run"/> hands them out.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Chosen().SelectMany(family => family.Definitions).Select(feature => feature.Name)];

    /// <summary>Computes all columns of all pairs minute by minute; returns the seconds it took.</summary>
    /// <param name="every">The last pair's values are handed out every so many minutes.</param>
    /// <param name="sample">Takes them.</param>
    public double Run(int every, Action<float[]> sample)
    {
        var market = new MarketState();
        var states = Chosen().Select(family => (family.CreateState(market), family.Definitions.Length)).ToArray();
        var values = new float[Names.Count];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < bars.Minutes.Count; i++)
        {
            Compute(market, states, bars.Minutes[i], values);
            if (i > 0 && i % every == 0)
            {
                sample([.. values]);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Compute(MarketState market, (FamilyState State, int Count)[] states, MinuteBars minute, float[] values)
    {
        Advance(market, states, minute);
        foreach (var pair in bars.Pairs)
        {
            Write(states, pair, values);
        }
    }

    private static IEnumerable<IFeatureFamily> Chosen() =>
        FeatureCatalogue.Families.Where(family => Families.Contains(family.Definitions[0].Family));

    private static void Advance(MarketState market, (FamilyState State, int Count)[] states, MinuteBars minute)
    {
        market.Number = MarketCalendar.NumberOf(minute.Close);
        foreach (ref readonly var bar in minute.Bars.Span)
        {
            market.Pairs[bar.Pair.Index].Advance(market.Number, bar);
        }

        market.CountHistory();
        foreach (var (state, _) in states)
        {
            state.Advance();
        }
    }

    private static void Write((FamilyState State, int Count)[] states, Pair pair, Span<float> values)
    {
        foreach (var (state, count) in states)
        {
            state.Write(pair.Index, values[..count]);
            values = values[count..];
        }
    }
}
