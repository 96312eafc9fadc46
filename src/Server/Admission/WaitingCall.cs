namespace Bqx.Server.Admission;

/// <summary>A call in the queue.</summary>
/// <param name="Deadline">Timestamp at which nobody waits for it any longer.</param>
/// <param name="Aborted">Cancelled when its caller has gone.</param>
internal sealed record WaitingCall(long Deadline, CancellationToken Aborted)
{
    private readonly TaskCompletionSource<AdmissionVerdict> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when its turn has come, or it is given up.</summary>
    public Task<AdmissionVerdict> Turn => _turn.Task;

    public void Answer(AdmissionOutcome outcome) => _turn.SetResult(new AdmissionVerdict(outcome, TimeSpan.Zero));
}
