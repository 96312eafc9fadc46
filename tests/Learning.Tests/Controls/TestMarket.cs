using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

/// <summary>Synthetic markets, which can be rigged so that a control must fail.</summary>
/// <param name="planted">What to plant, given what was asked for.</param>
internal sealed class TestMarket(Func<double, double>? planted = null) : IControlMarket
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2024, 1, 7, 22, 0, 0, TimeSpan.Zero));

    public IEnumerable<MinuteBars> Generate(WalkKind kind, double informationCoefficient, long seed, int minutes)
    {
        var options = SyntheticOptions.GaussianWalk with { InformationCoefficient = planted?.Invoke(informationCoefficient) ?? informationCoefficient };
        return new SyntheticMarket(seed, options).Generate(Start, MarketCalendar.CloseOf(MarketCalendar.NumberAtOrBefore(Start) + minutes));
    }
}
