using System.Threading.Channels;
using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Keeps what is written into the history of promotions, and tells of it.</summary>
internal sealed class MemoryPromotions : IPromotionLog
{
    private readonly Channel<PromotionEntry> _entries = Channel.CreateUnbounded<PromotionEntry>();

    /// <summary>What has been written and not yet been taken.</summary>
    public int Waiting => _entries.Reader.Count;

    /// <summary>The next entry; waits for it.</summary>
    public async Task<PromotionEntry> NextAsync() => await _entries.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task AddAsync(PromotionEntry entry, CancellationToken cancellationToken) => await _entries.Writer.WriteAsync(entry, cancellationToken);

    public Task<IReadOnlyList<PromotionEntry>> ListAsync(string? label, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PromotionEntry>>([]);
}
