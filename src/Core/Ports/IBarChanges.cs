namespace Bqx.Core;

/// <summary>Tells of bars that were put into the store beside the live stream: who has read the past has to read it again.</summary>
public interface IBarChanges
{
    /// <summary>What has changed since a mark; no change is ever left out, none is told twice to who passes on the mark of the answer.</summary>
    /// <param name="mark">Of the answer before; null for the present mark alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    Task<BarChanges> ReadAsync(string? mark, CancellationToken cancellationToken);
}
