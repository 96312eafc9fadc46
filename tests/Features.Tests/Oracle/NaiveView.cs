using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>One pair's past as seen at a minute t: index 0 is t, index i is i market minutes before.</summary>
internal sealed class NaiveView(FilledSeries[] market, Pair pair, int number)
{
    private readonly FilledSeries _series = market[pair.Index];

    public Pair Pair => pair;

    /// <summary>Market-minute number of t.</summary>
    public int Number => number;

    public Minute Close => MarketCalendar.CloseOf(number);

    /// <summary>Market minutes since the pair's first bar of the segment, t included.</summary>
    public int Count => number - _series.First + 1;

    /// <summary>σ̂ at t.</summary>
    public double Sigma => SigmaAt(0);

    /// <summary>Another pair at the same minute.</summary>
    public NaiveView Of(Pair other) => new(market, other, number);

    /// <summary>The same pair some market minutes earlier.</summary>
    public NaiveView Ago(int minutes) => new(market, pair, number - minutes);

    /// <summary>The whole bar; a missing one is flat at the last close and flagged.</summary>
    public Bar BarAt(int i) => _series.Bars[Count - 1 - i];

    /// <summary>Close, ticks.</summary>
    public int P(int i) => BarAt(i).CloseTicks;

    /// <summary>One-minute log return; 0 at the pair's first bar.</summary>
    public double Return(int i) => i + 1 < Count ? Math.Log((double)P(i) / P(i + 1)) : 0;

    public double SigmaAt(int i) => _series.Sigma(Count - 1 - i);

    /// <summary>BQX over a window, i minutes before t; 0 while the history is shorter.</summary>
    public decimal Bqx(int window, int i = 0)
    {
        if (Count - i <= window)
        {
            return 0;
        }

        decimal now = P(i);
        return Enumerable.Range(1, window).Sum(k => P(i + k) - now) / now;
    }

    /// <summary>BQX in units of its deviation on a random walk.</summary>
    public double Z(int window, int i = 0) =>
        (double)Bqx(window, i) / (SigmaAt(i) * Math.Sqrt(Enumerable.Range(1, window).Sum(k => (double)k * k)));
}
