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

    /// <summary>Series by pair index.</summary>
    public ImmutableArray<PairSeries> Pairs { get; } = NewPairs();

    /// <summary>How the pairs' returns move together.</summary>
    public SisterMoments Sisters { get; }

    /// <summary>Counts the history anew, after the series have changed.</summary>
    public void CountHistory()
    {
        var least = int.MaxValue;
        foreach (var series in Pairs)
        {
            least = Math.Min(least, series.Count);
        }

        History = least;
    }

    private static ImmutableArray<PairSeries> NewPairs()
    {
        var phases = new ShadowPhases(RealisedVolatility.Windows);
        var fitPhases = new FitPhases();
        return [.. Pair.All.Select(pair => new PairSeries(pair, phases, fitPhases))];
    }
}
