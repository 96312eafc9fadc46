using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Server.Quality;

/// <summary>
/// Sums by pair over the samples of the last market minutes, in O(1) a minute: one comes, one goes. Every <see
/// cref="Minutes"/> minutes they are taken anew, so that nothing is left of the rounding of what has gone.
/// </summary>
internal sealed class QualityWindow(int minutes)
{
    private readonly QualitySums[] _sums = new QualitySums[Pair.Count];

    /// <summary>Its length, market minutes.</summary>
    public int Minutes => minutes;

    /// <summary>Adds a sample of a pair, or takes it away.</summary>
    public void Add(int pair, in QualitySample sample, int sign) => _sums[pair].Add(sample, sign);

    /// <summary>
    /// Moves the window's end from one market minute to a later one, before the samples of that minute are added.
    /// </summary>
    public void Advance(int from, int to, QualityRing ring)
    {
        if (from / minutes != to / minutes)
        {
            Array.Clear(_sums);
            AddAll(to - minutes + 1, from, ring, 1);
            return;
        }

        AddAll(from - minutes + 1, to - minutes, ring, -1);
    }

    public WindowFigures ToFigures()
    {
        var total = default(QualitySums);
        foreach (ref readonly var sums in _sums.AsSpan())
        {
            total.Add(sums);
        }

        return new WindowFigures(minutes, total.ToFigures(), [.. _sums.Select(sums => sums.ToFigures())]);
    }

    private void AddAll(int first, int last, QualityRing ring, int sign)
    {
        for (var number = first; number <= last; number++)
        {
            var samples = ring.Find(number);
            for (var pair = 0; pair < samples.Length; pair++)
            {
                if (samples[pair] is { } sample)
                {
                    Add(pair, sample, sign);
                }
            }
        }
    }
}
