namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Who may touch the response: nobody at work, one writer at work, or the call has ended. Writers come from the
/// implementation's threads, the end from there or from the deadline's timer.
/// </summary>
internal struct ResponseGate
{
    private const int Open = 0;
    private const int Busy = 1;
    private const int Ended = 2;

    private int _state;

    internal void Enter()
    {
        switch (Interlocked.CompareExchange(ref _state, Busy, Open))
        {
            case Busy:
                throw new InvalidOperationException("A write is in progress: await it before the next one.");
            case Ended:
                throw new InvalidOperationException("The call has ended: nothing more can be written.");
        }
    }

    /// <summary>Only by the one that entered.</summary>
    internal void Exit() => Volatile.Write(ref _state, Open);

    /// <summary>True for the one that ends the call; false while a write is in progress or after the end.</summary>
    internal bool TryEnd() => Interlocked.CompareExchange(ref _state, Ended, Open) == Open;
}
