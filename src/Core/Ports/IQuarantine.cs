namespace Bqx.Core;

/// <summary>Bars that were set aside (<c>bqx.quarantine</c>), for a person to look at.</summary>
public interface IQuarantine
{
    /// <summary>Appends rows.</summary>
    Task WriteAsync(IReadOnlyList<QuarantinedRow> rows, CancellationToken cancellationToken);

    /// <summary>Rows, the latest first.</summary>
    Task<IReadOnlyList<QuarantinedRow>> ReadAsync(QuarantineQuery query, CancellationToken cancellationToken);

    /// <summary>How many there are, by pair and reason.</summary>
    Task<IReadOnlyList<QuarantineCount>> CountAsync(CancellationToken cancellationToken);
}
