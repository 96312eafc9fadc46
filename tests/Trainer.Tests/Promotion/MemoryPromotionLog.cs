using Bqx.Core;

namespace Bqx.Trainer.Tests.Promotion;

internal sealed class MemoryPromotionLog : IPromotionLog
{
    public List<PromotionEntry> Entries { get; } = [];

    public Task AddAsync(PromotionEntry entry, CancellationToken cancellationToken)
    {
        Entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PromotionEntry>> ListAsync(string? label, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PromotionEntry>>([.. Entries.Where(entry => label is null || entry.Label == label).Reverse().Take(limit)]);
}
