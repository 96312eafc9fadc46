namespace Bqx.Core;

/// <summary>The role of the one process that takes live bars. Given up when disposed.</summary>
public interface IIngestLease : IAsyncDisposable
{
    /// <summary>
    /// Counts the holders. Bars are written with the number of their writer's lease, and refused once a later holder has one: a holder that
    /// was paused and has lost the role without knowing it writes nothing.
    /// </summary>
    long Epoch { get; }

    /// <summary>Cancelled when the role may have passed to another.</summary>
    CancellationToken Lost { get; }
}
