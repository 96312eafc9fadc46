namespace Bqx.Core;

/// <summary>What was promoted when, and why (<c>bqx.promotion</c>), kept for ever.</summary>
public interface IPromotionLog
{
    /// <summary>Writes an entry down.</summary>
    Task AddAsync(PromotionEntry entry, CancellationToken cancellationToken);

    /// <summary>The latest entries, the latest first.</summary>
    /// <param name="label">Of this label only; null: of all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<PromotionEntry>> ListAsync(string? label, int limit, CancellationToken cancellationToken);
}
