using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Controls;

namespace Bqx.Trainer.Training.Controls;

/// <summary>Markets for the controls, from the synthetic generator, without gaps, jumps and spreads.</summary>
internal sealed class SyntheticControlMarket : IControlMarket
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 1, 1, 22, 0, 0, TimeSpan.Zero));

    /// <inheritdoc/>
    public IEnumerable<MinuteBars> Generate(WalkKind kind, double informationCoefficient, long seed, int minutes)
    {
        var options = SyntheticOptions.GaussianWalk with
        {
            Innovations = kind is WalkKind.StudentT or WalkKind.Garch ? InnovationLaw.StudentT4 : InnovationLaw.Gaussian,
            Garch = kind == WalkKind.Garch,
            Sessions = kind == WalkKind.Diurnal,
            InformationCoefficient = informationCoefficient,
        };
        return new SyntheticMarket(seed, options).Generate(Start, MarketCalendar.CloseOf(MarketCalendar.NumberAtOrBefore(Start) + minutes));
    }
}
