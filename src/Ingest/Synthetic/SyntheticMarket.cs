using Bqx.Core;

namespace Bqx.Ingest.Synthetic;

/// <summary>
/// Bars of all 28 pairs from eight currency factors, so that triangles close exactly before rounding to ticks. The same seed, options
/// and start give the same bars on any machine; a later end only appends.
/// </summary>
public sealed class SyntheticMarket(long seed, SyntheticOptions options)
{
    // Streams: one a minute for the factors, one a minute for the gaps.
    private const long GapStreams = 1L << 40;

    /// <summary>Bars that open at or after <paramref name="from"/> and close at or before <paramref name="to"/>, minute by minute.</summary>
    public IEnumerable<MinuteBars> Generate(Minute from, Minute to)
    {
        var factors = Enum.GetValues<Currency>().Select(currency => new CurrencyFactor(currency, options)).ToArray();
        var paths = new double[factors.Length * CurrencyFactor.Steps];
        var gapEnds = new int[Pair.Count];
        var last = MarketCalendar.NumberAtOrBefore(to);
        for (var number = MarketCalendar.NumberAtOrBefore(from) + 1; number <= last; number++)
        {
            var random = new CounterRandom(seed, number);
            for (var i = 0; i < factors.Length; i++)
            {
                factors[i].Advance(number, ref random, paths.AsSpan(i * CurrencyFactor.Steps, CurrencyFactor.Steps));
            }

            yield return Collect(number, paths, gapEnds);
        }
    }

    private MinuteBars Collect(int number, double[] paths, int[] gapEnds)
    {
        var close = MarketCalendar.CloseOf(number);
        var random = new CounterRandom(seed, GapStreams + number);
        var bars = new Bar[Pair.Count];
        var count = 0;
        foreach (var pair in Pair.All)
        {
            if (!IsMissing(pair, number, gapEnds, ref random))
            {
                bars[count++] = Compose(pair, close, number, paths);
            }
        }

        return new MinuteBars(close, bars.AsMemory(0, count));
    }

    private bool IsMissing(Pair pair, int number, int[] gapEnds, ref CounterRandom random)
    {
        var chance = random.NextUniform();
        var starts = random.NextUniform() < options.GapsPerDay / MarketCalendar.MinutesPerDay;
        if (starts && gapEnds[pair.Index] <= number)
        {
            gapEnds[pair.Index] = number + 5 + (int)(random.NextBits() % 41);
        }

        return number < gapEnds[pair.Index] || chance < options.MissingRate;
    }

    private Bar Compose(Pair pair, Minute close, int number, double[] paths)
    {
        var @base = (int)pair.Base * CurrencyFactor.Steps;
        var quote = (int)pair.Quote * CurrencyFactor.Steps;
        var discount = options.Spreads ? Spread.HalfTicks(pair, number % MarketCalendar.MinutesPerDay) : 0;
        int open = 0, high = int.MinValue, low = int.MaxValue, last = 0;
        for (var i = 0; i < CurrencyFactor.Steps; i++)
        {
            var price = paths[@base + i] / paths[quote + i] * pair.TicksPerUnit;
            last = Math.Clamp((int)Math.Floor(price + 0.5) - discount, 1, Bar.MaxTicks);
            open = i == 0 ? last : open;
            high = Math.Max(high, last);
            low = Math.Min(low, last);
        }

        return new Bar(pair, close, open, high, low, last);
    }
}
