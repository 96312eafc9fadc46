using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Whether a pair's vector is complete, and what to know about it.</summary>
/// <param name="History">Market minutes that the segment holds of the pair.</param>
/// <param name="MarketHistory">The same of the pair with the shortest history: cross-pair features see all 28.</param>
/// <param name="Flags">Filled, stale.</param>
public readonly record struct FeatureStatus(int History, int MarketHistory, VectorFlags Flags)
{
    /// <summary>Market minutes still lacking; 0 = the vector is complete.</summary>
    public int MissingMinutes => Math.Max(0, FeatureCatalogue.LongestLookback - MarketHistory);

    /// <summary>Whether the vector can be read.</summary>
    public bool IsComplete => MissingMinutes == 0;

    /// <summary>Names of the features that lack history.</summary>
    public ImmutableArray<string> MissingNames()
    {
        var (own, market) = (History, MarketHistory);
        return
        [
            .. FeatureCatalogue.All
                .Where(feature => feature.Lookback > (feature.IsCrossPair ? market : own))
                .Select(feature => feature.Name),
        ];
    }

    /// <summary>The fault that says what is lacking.</summary>
    public FaultException ToFault(Pair pair)
    {
        var names = MissingNames();
        var listed = string.Join(", ", names.Take(8)) + (names.Length > 8 ? $" and {names.Length - 8} more" : "");
        return new FaultException(
            Fault.FeatureMissing,
            $"{pair} has {History} minutes of history and the market {MarketHistory}: "
            + $"{MissingMinutes} more are lacking for {(names.Length > 0 ? listed : "the cross-pair features")}.");
    }
}
