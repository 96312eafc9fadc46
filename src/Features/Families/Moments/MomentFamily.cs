using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 11: skewness, excess kurtosis and correlation of neighbours of one-minute returns and of the level of BQX60. Variances are at
/// least half a pipette squared (returns) or 30 pipettes squared (BQX60), so that a flat market gives 0, −3 and 0.
/// </summary>
internal sealed class MomentFamily : IFeatureFamily
{
    /// <summary>Windows of the lanes: first those of returns, then those of BQX60.</summary>
    internal static readonly int[] Windows = [30, 60, 120, 240, 630, 60, 240, 630];

    /// <summary>Lanes of returns.</summary>
    internal const int Returns = 5;

    private const string ReturnFloor = ", f = (0.5 tick / P[t])²";
    private const string BqxFloor = ", f = (30 ticks / P[t])²";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Kind("skew", "c3 / max(c2, f)^1.5, ck = mean_{i=0..W−1} (x[t−i] − mean x)ᵏ", more: 0)
            .Concat(Kind("kurt", "c4 / max(c2, f)² − 3, ck = mean_{i=0..W−1} (x[t−i] − mean x)ᵏ", more: 0))
            .Concat(Kind("ac1", "cov(x[t−i], x[t−i−1]) / √(max(var x[t−i], f)·max(var x[t−i−1], f)), each over i = 0..W−1", more: 1))
            .Select((feature, index) => feature with { Id = 11001 + index }),
    ];

    public FamilyState CreateState(MarketState market)
    {
        var phases = new ShadowPhases(Windows);
        return new PairFamilyState<MomentState>(market, series => new MomentState(series, phases));
    }

    private static IEnumerable<FeatureDefinition> Kind(string kind, string formula, int more) =>
        Windows.Select((window, lane) => new FeatureDefinition
        {
            Id = 0,
            Name = $"mom_{(lane < Returns ? "ret" : "bqx")}_{kind}_w{window}",
            Family = FeatureFamily.Moments,
            Formula = formula + (lane < Returns ? ", x = r" + ReturnFloor : ", x = bqx_w60_return" + BqxFloor),
            Source = lane < Returns ? "close" : "bqx60",
            Window = window,
            Lookback = window + more + (lane < Returns ? 1 : 60),
            Scaling = FeatureScaling.Standardised,
        });
}
