using Bqx.Core;

namespace Bqx.Server.Hosting;

/// <summary>Whether this server takes bars now. Written by <see cref="IngestWork"/>, read by calls.</summary>
internal sealed class IngestRole
{
    private const string Waiting = "Another server takes bars now, this one waits to take over: send them there, or again later.";

    private volatile State _state = new("This server has just started and takes no bars yet: send them again.", null);

    /// <summary>Begins to take bars. Returns what is cancelled when the role is lost.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: another server does.</exception>
    public CancellationToken Enter()
    {
        var state = _state;
        return state.Held?.Token ?? throw new FaultException(Fault.StorageUnavailable, state.Refusal);
    }

    public void Take() => _state = new State("", new CancellationTokenSource());

    /// <summary>Ends the streams of bars that are open.</summary>
    public Task LeaveAsync() => Interlocked.Exchange(ref _state, new State(Waiting, null)).Held?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>For good: this server has not the role.</summary>
    public void Refuse() =>
        _state = new State("This server takes no bars (Server:Roles=serve): send them to one with Server:Roles=serve,ingest.", null);

    private sealed record State(string Refusal, CancellationTokenSource? Held);
}
