using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>What all families see: the current market minute and the 28 series. Written by the engine only.</summary>
internal sealed class MarketState
{
    public MarketState() => Sisters = new SisterMoments(this);

    /// <summary>Number of the current market minute.</summary>
    public int Number { get; set; }

    /// <summary>Market minutes that every pair has at least.</summary>
    public int History { get; private set; }

    /// <summary>The pairs that have had a bar in this segment: one bit a pair index.</summary>
    public uint Running { get; private set; }

    /// <summary>Series by pair index.</summary>
    public ImmutableArray<PairSeries> Pairs { get; } = NewPairs();

    /// <summary>How the pairs' returns move together.</summary>
    public SisterMoments Sisters { get; }

    /// <summary>Counts the history and the running pairs anew, after the series have changed.</summary>
    public void CountHistory()
    {
        var (least, running) = (int.MaxValue, 0u);
        for (var pair = 0; pair < Pairs.Length; pair++)
        {
            var count = Pairs[pair].Count;
            least = Math.Min(least, count);
            running |= count > 0 ? 1u << pair : 0;
        }

        (History, Running) = (least, running);
    }

    private static ImmutableArray<PairSeries> NewPairs()
    {
        var phases = new ShadowPhases(RealisedVolatility.Windows);
        var fitPhases = new FitPhases();
        return [.. Pair.All.Select(pair => new PairSeries(pair, phases, fitPhases))];
    }
}
