using Bqx.Core;

namespace Bqx.Server.Hosting;

/// <summary>Whether this server takes bars now. Written by <see cref="IngestWork"/>, read by calls.</summary>
internal sealed class IngestRole
{
    private const string Waiting = "Another server takes bars now, this one waits to take over: send them there, or again later.";

    private volatile State _state = new(Waiting, CancellationToken.None);

    /// <summary>Whether it does.</summary>
    public bool IsHeld => _state.Refusal is null && !_state.Lost.IsCancellationRequested;

    /// <summary>Begins to take bars. Returns what is cancelled when the role is lost.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: another server does.</exception>
    public CancellationToken Enter()
    {
        var state = _state;
        return state.Refusal is null && !state.Lost.IsCancellationRequested
            ? state.Lost
            : throw new FaultException(Fault.StorageUnavailable, state.Refusal ?? Waiting);
    }

    public void Take(CancellationToken lost) => _state = new State(null, lost);

    public void Leave() => _state = new State(Waiting, CancellationToken.None);

    /// <summary>For good: this server has not the role.</summary>
    public void Refuse() => _state = new State(
        "This server takes no bars (Server:Roles=serve): send them to one with Server:Roles=serve,ingest.", CancellationToken.None);

    private sealed record State(string? Refusal, CancellationToken Lost);
}
