using Bqx.Core;

namespace Bqx.Server.Hosting;

/// <summary>Whether this server takes bars now. Written by <see cref="IngestWork"/>, read by calls.</summary>
internal sealed class IngestRole
{
    private const string Waiting = "Another server takes bars now, this one waits to take over: send them there, or again later.";

    private const string TakingOver = "This server takes over from another and takes no bars yet: send them again.";

    private volatile State _state = new("This server has just started and takes no bars yet: send them again.", null);

    /// <summary>Begins to take bars. Returns what is cancelled when the role is lost.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: another server does.</exception>
    public CancellationToken Enter()
    {
        var state = _state;
        return state.Held?.Token ?? throw new FaultException(Fault.StorageUnavailable, state.Refusal);
    }

    public void Take() => _state = new State("", new CancellationTokenSource());

    /// <summary>Another server has the role. Ends the streams of bars that are open.</summary>
    public Task LeaveAsync() => LeaveAsync(Waiting);

    /// <summary>This server will have the role once it has what the other took in. Ends the streams of bars that are open.</summary>
    public Task TakeOverAsync() => LeaveAsync(TakingOver);

    /// <summary>For good: this server has not the role.</summary>
    public void Refuse() =>
        _state = new State("This server takes no bars (Server:Roles=serve): send them to one with Server:Roles=serve,ingest.", null);

    private Task LeaveAsync(string refusal) => Interlocked.Exchange(ref _state, new State(refusal, null)).Held?.CancelAsync() ?? Task.CompletedTask;

    private sealed record State(string Refusal, CancellationTokenSource? Held);
}
