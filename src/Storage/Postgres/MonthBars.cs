using Bqx.Core;

namespace Bqx.Storage;

/// <summary>The bars of one month by pair, each in time order.</summary>
internal sealed class MonthBars(Bar[][] pairs)
{
    /// <summary>Minute by minute, ordered by pair. The bars of a minute are slices of arrays that are never written again.</summary>
    public IEnumerable<MinuteBars> Merge()
    {
        var merged = new Bar[pairs.Sum(bars => bars.Length)];
        var next = new int[pairs.Length];
        var written = 0;
        while (written < merged.Length)
        {
            var close = new Minute(int.MaxValue);
            for (var i = 0; i < pairs.Length; i++)
            {
                if (next[i] < pairs[i].Length && pairs[i][next[i]].Close < close)
                {
                    close = pairs[i][next[i]].Close;
                }
            }

            var start = written;
            for (var i = 0; i < pairs.Length; i++)
            {
                if (next[i] < pairs[i].Length && pairs[i][next[i]].Close == close)
                {
                    merged[written++] = pairs[i][next[i]++];
                }
            }

            yield return new MinuteBars(close, merged.AsMemory(start, written - start));
        }
    }
}
