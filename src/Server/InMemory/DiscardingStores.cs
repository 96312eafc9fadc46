using System.Runtime.CompilerServices;
using Bqx.Core;

namespace Bqx.Server.InMemory;

/// <summary>The stores of a server that keeps no history: they take everything and hold nothing.</summary>
internal sealed class DiscardingStores : IVectorCache, IFeatureStore, IPredictionLog, IQuarantine, IBarChanges, IPromotionLog, IRequestLog
{
    public Task<BarChanges> ReadAsync(string? mark, CancellationToken cancellationToken) => Task.FromResult(new BarChanges("", null));

    public Task AddAsync(PromotionEntry entry, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<PromotionEntry>> ListAsync(string? label, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PromotionEntry>>([]);

    public ValueTask<bool> TryWriteAsync(FeatureVector vector, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<FeatureVector?> TryReadAsync(Pair pair, Digest fingerprint, CancellationToken cancellationToken) =>
        ValueTask.FromResult<FeatureVector?>(null);

    public async IAsyncEnumerable<Pair> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        yield break;
    }

    public Task WriteLatestAsync(IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<FeatureVector>> ReadLatestAsync(Digest fingerprint, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FeatureVector>>([]);

    public Task WriteEngineStateAsync(
        Minute close, Digest fingerprint, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetEngineStatesAsync(Minute from, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<(Minute Close, byte[] State)?> ReadEngineStateAsync(
        Digest fingerprint, Minute? notAfter, CancellationToken cancellationToken) =>
        Task.FromResult<(Minute Close, byte[] State)?>(null);

    public Task WriteTableAsync(FeatureTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<FeatureTable> ReadTableAsync(FeatureTableQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new FeatureTable(query.Table, query.Pair, query.Columns, default, default, query.Origin));

    public Task WriteAsync(IReadOnlyList<PairPrediction> predictions, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WriteAsync(IReadOnlyList<QuarantinedRow> rows, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<QuarantinedRow>> ReadAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantinedRow>>([]);

    public Task WriteAsync(IReadOnlyList<LoggedRequest> requests, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<LoggedRequest>> ReadAsync(long after, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LoggedRequest>>([]);

    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<IReadOnlyList<QuarantineCount>> CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineCount>>([]);
}
