using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Server.Hosting;
using Bqx.Server.Predictions;

namespace Bqx.Server.InMemory;

/// <summary>Everything that <see cref="ServicesMode.None"/> needs: synthetic bars up to now, and a no-op model in production.</summary>
internal static class MemoryStores
{
    private const int Seed = 1;
    private const int SpareMinutes = 60;

    public static async Task<ServerStores> CreateAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var bars = new MemoryBarStore();
        var last = MarketCalendar.NumberAtOrBefore(Minute.Floor(time.GetUtcNow()));
        var first = MarketCalendar.CloseOf(last - FeatureCatalogue.LongestLookback - SpareMinutes);
        var market = new SyntheticMarket(Seed, SyntheticOptions.GaussianWalk);
        foreach (var minute in market.Generate(first, MarketCalendar.CloseOf(last)))
        {
            await bars.WriteAsync(minute.Bars, cancellationToken);
        }

        var labels = new MemoryLabelStore();
        await labels.RequestAsync(PredictionSnapshot.DefaultLabel, new ModelId(NoOpRepository.Name, 1), cancellationToken);
        var discard = new DiscardingStores();
        return new ServerStores(bars, discard, discard, labels, discard, new NoOpRepository())
        {
            Quarantine = discard,
            Changes = discard,
            Promotions = discard,
        };
    }
}
