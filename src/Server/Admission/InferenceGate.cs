using Microsoft.Extensions.Options;

namespace Bqx.Server.Admission;

/// <summary>
/// Places for calls that run a model or search. So many run at a time; of those that wait, inference goes before the background, which never has
/// more than its share of the places. A call whose deadline would pass before its turn is turned away at once, and one whose deadline has passed when its
/// turn comes is not run. How long a call takes is an average of the last ones (weight 1/8 for the latest).
/// </summary>
internal sealed class InferenceGate(IOptions<AdmissionOptions> options, TimeProvider time)
{
    private const int Weight = 8;

    private readonly Lock _lock = new();
    private readonly int _places = options.Value.Concurrency;
    private readonly int _backgroundPlaces = Math.Min(options.Value.Background, options.Value.Concurrency);
    private readonly int _queue = options.Value.Queue;
    private readonly Queue<WaitingCall> _inference = new();
    private readonly Queue<WaitingCall> _background = new();
    private int _running;
    private int _backgroundRunning;

    // Timestamps a call takes; 0 until one has ended.
    private long _duration;

    /// <summary>Calls that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Asks for a place.</summary>
    /// <param name="priority">Not <see cref="CallPriority.Free"/>.</param>
    /// <param name="deadline">Timestamp of the call's deadline; <see cref="long.MaxValue"/>: none.</param>
    /// <param name="aborted">Cancelled when the caller has gone.</param>
    public ValueTask<AdmissionVerdict> EnterAsync(CallPriority priority, long deadline, CancellationToken aborted)
    {
        lock (_lock)
        {
            var queue = QueueOf(priority);
            if (aborted.IsCancellationRequested || deadline <= time.GetTimestamp())
            {
                return new(Refused(AdmissionOutcome.Expired, 0));
            }

            if (queue.Count == 0 && HasPlace(priority))
            {
                Take(priority);
                return new(new AdmissionVerdict(AdmissionOutcome.Admitted, TimeSpan.Zero));
            }

            var wait = ExpectedWait(priority);
            if (queue.Count >= _queue)
            {
                return new(Refused(AdmissionOutcome.QueueFull, wait));
            }

            if (deadline - time.GetTimestamp() < wait + _duration)
            {
                return new(Refused(AdmissionOutcome.TooLate, wait));
            }

            var waiting = new WaitingCall(deadline, aborted);
            queue.Enqueue(waiting);
            return new(waiting.Turn);
        }
    }

    /// <summary>Gives a place back; the next of those that wait has it.</summary>
    /// <param name="priority">As it was asked for.</param>
    /// <param name="started">Timestamp at which the call began to run.</param>
    public void Leave(CallPriority priority, long started)
    {
        lock (_lock)
        {
            var took = time.GetTimestamp() - started;
            _duration = _duration == 0 ? took : _duration + ((took - _duration) / Weight);
            _running--;
            _backgroundRunning -= priority == CallPriority.Background ? 1 : 0;
            Advance(CallPriority.Inference);
            Advance(CallPriority.Background);
        }
    }

    private Queue<WaitingCall> QueueOf(CallPriority priority) => priority == CallPriority.Background ? _background : _inference;

    private bool HasPlace(CallPriority priority) =>
        _running < _places && (priority == CallPriority.Inference || (_backgroundRunning < _backgroundPlaces && _inference.Count == 0));

    private void Take(CallPriority priority)
    {
        _running++;
        _backgroundRunning += priority == CallPriority.Background ? 1 : 0;
    }

    private void Advance(CallPriority priority)
    {
        var queue = QueueOf(priority);
        while (queue.Count > 0 && HasPlace(priority))
        {
            var next = queue.Dequeue();
            if (next.Aborted.IsCancellationRequested || next.Deadline <= time.GetTimestamp())
            {
                next.Answer(AdmissionOutcome.Expired);
                continue;
            }

            Take(priority);
            next.Answer(AdmissionOutcome.Admitted);
        }
    }

    // Those ahead, and this call's own turn, over the places; the background waits for inference too.
    private long ExpectedWait(CallPriority priority)
    {
        var ahead = _inference.Count + (priority == CallPriority.Background ? _background.Count : 0);
        return _duration * (ahead + 1) / (priority == CallPriority.Background ? _backgroundPlaces : _places);
    }

    private AdmissionVerdict Refused(AdmissionOutcome outcome, long wait) => new(outcome, time.GetElapsedTime(0, wait));
}
