using Bqx.Core;
using Bqx.Server.InMemory;

namespace Bqx.Server.Hosting;

/// <summary>Where the server keeps and finds things.</summary>
internal sealed record ServerStores(
    IBarStore Bars,
    IFeatureStore Features,
    IPredictionLog Log,
    ILabelStore Labels,
    IVectorCache Cache,
    IModelRepository Models) : IAsyncDisposable
{
    /// <summary>Makes the stores usable, such as by migrating the database. Tried again while it throws a storage fault.</summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Where refused bars go.</summary>
    public required IQuarantine Quarantine { get; init; }

    /// <summary>Where it is written down that a label has moved back by itself.</summary>
    public required IPromotionLog Promotions { get; init; }

    /// <summary>Where a sample of the requests goes.</summary>
    public IRequestLog Requests { get; init; } = new DiscardingStores();

    /// <summary>Bars that come into the store beside this server.</summary>
    public required IBarChanges Changes { get; init; }

    /// <summary>Waits for the role of the one server that takes bars.</summary>
    public Func<IngestLeaseRequest, CancellationToken, Task<IIngestLease>> AcquireIngestAsync { get; init; } =
        (_, _) => Task.FromResult<IIngestLease>(new SoleLease());

    /// <summary>What is to be closed with the server, in this order.</summary>
    public IReadOnlyList<IAsyncDisposable> Owned { get; init; } = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Owned)
        {
            await owned.DisposeAsync();
        }
    }
}
