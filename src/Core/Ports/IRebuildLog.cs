namespace Bqx.Core;

/// <summary>How far rebuilds of feature tables have come (<c>bqx.rebuild</c>), so that an interrupted one goes on.</summary>
public interface IRebuildLog
{
    /// <summary>Close up to which the rows of a request are stored, and the engine's snapshot there; null where nothing is known.</summary>
    Task<(Minute Done, byte[] State)?> ReadAsync(Digest request, CancellationToken cancellationToken);

    /// <summary>Marks rows as stored.</summary>
    Task WriteAsync(Digest request, Minute done, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>Forgets a request: it is complete.</summary>
    Task RemoveAsync(Digest request, CancellationToken cancellationToken);
}
