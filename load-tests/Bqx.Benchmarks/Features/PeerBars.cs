using System.Runtime.InteropServices;
using Bqx.Core;

namespace Bqx.Benchmarks.Features;

/// <summary>The bars that both sides compute on: a few pairs, every market minute, gaps filled with the last close.</summary>
internal sealed class PeerBars
{
    // All bars side by side, as the other side's arrays are.
    private readonly Bar[] _bars;
    private readonly List<int>[] _ohlc;

    /// <param name="minutes">Bars of all pairs.</param>
    /// <param name="pairs">The pairs to take.</param>
    /// <param name="count">Market minutes to take.</param>
    public PeerBars(IEnumerable<MinuteBars> minutes, IReadOnlyList<Pair> pairs, int count)
    {
        Pairs = pairs;
        _bars = new Bar[pairs.Count * count];
        _ohlc = [.. pairs.Select(_ => new List<int>())];
        var last = new Bar?[pairs.Count];
        foreach (var minute in minutes)
        {
            foreach (ref readonly var bar in minute.Bars.Span)
            {
                for (var i = 0; i < pairs.Count; i++)
                {
                    last[i] = bar.Pair == pairs[i] ? bar : last[i];
                }
            }

            if (Array.TrueForAll(last, bar => bar is not null))
            {
                Take(minute.Close, last);
            }

            if (Minutes.Count == count)
            {
                return;
            }
        }
    }

    public IReadOnlyList<Pair> Pairs { get; }

    /// <summary>The same bars for the engine: every minute has a bar of every pair.</summary>
    public List<MinuteBars> Minutes { get; } = [];

    /// <summary>Writes one file a pair: little-endian int32 open, high, low, close.</summary>
    public void Save(string folder)
    {
        for (var i = 0; i < Pairs.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{Pairs[i]}.ohlc"), MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ohlc[i])));
        }
    }

    private void Take(Minute close, Bar?[] last)
    {
        var start = Minutes.Count * last.Length;
        var bars = _bars.AsSpan(start, last.Length);
        for (var i = 0; i < last.Length; i++)
        {
            var bar = last[i]!.Value;
            bars[i] = bar.Close == close ? bar : Bar.Fill(bar.Pair, close, bar.CloseTicks);
            _ohlc[i].AddRange([bars[i].OpenTicks, bars[i].HighTicks, bars[i].LowTicks, bars[i].CloseTicks]);
        }

        Minutes.Add(new MinuteBars(close, _bars.AsMemory(start, last.Length)));
    }
}
