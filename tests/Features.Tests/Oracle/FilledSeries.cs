using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Bars of one pair on every market minute of one segment, made the slow way: a dictionary and a loop.</summary>
internal sealed class FilledSeries
{
    private readonly Dictionary<int, double> _sigma = [];

    private FilledSeries(int first, Bar[] bars) => (First, Bars) = (first, bars);

    /// <summary>Market-minute number of the first bar.</summary>
    public int First { get; }

    /// <summary>One a market minute; missing ones are flat at the last close and flagged.</summary>
    public Bar[] Bars { get; }

    /// <summary>The series of every pair, by pair index. All pairs must have bars.</summary>
    public static FilledSeries[] Of(IReadOnlyCollection<MinuteBars> minutes)
    {
        var known = Pair.All.Select(_ => new Dictionary<int, Bar>()).ToArray();
        foreach (var minute in minutes)
        {
            foreach (var bar in minute.Bars.Span)
            {
                known[bar.Pair.Index][MarketCalendar.NumberOf(minute.Close)] = bar;
            }
        }

        var last = MarketCalendar.NumberOf(minutes.Last().Close);
        return [.. known.Select(bars => Fill(bars, last))];
    }

    /// <summary>σ̂ as of a bar: the weighted mean of all squared returns before it, straight from the formula.</summary>
    public double Sigma(int index)
    {
        if (_sigma.TryGetValue(index, out var known))
        {
            return known;
        }

        var decay = Math.Pow(2, -1.0 / 240);
        double sum = 0, weight = 0, power = 1;
        for (var k = 0; index - k >= 1; k++)
        {
            var r = Math.Log((double)Bars[index - k].CloseTicks / Bars[index - k - 1].CloseTicks);
            sum += power * r * r;
            weight += power;
            power *= decay;
        }

        return _sigma[index] = Math.Max(weight > 0 ? Math.Sqrt(sum / weight) : 0, 0.5 / Bars[index].CloseTicks);
    }

    private static FilledSeries Fill(Dictionary<int, Bar> known, int last)
    {
        var first = known.Keys.Min();
        var bars = new List<Bar>();
        for (var number = first; number <= last; number++)
        {
            bars.Add(known.TryGetValue(number, out var bar)
                ? bar
                : Bar.Fill(bars[^1].Pair, MarketCalendar.CloseOf(number), bars[^1].CloseTicks));
        }

        return new FilledSeries(first, [.. bars]);
    }
}
