using System.Globalization;
using Bqx.Core;
using Bqx.Server.Security;
using Bqx.Server.Services;
using Bqx.Server.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Admission;

/// <summary>
/// Keeps a method from being called more than can be served. Put round a method where methods are mapped; round the reads of the snapshot
/// and health it puts nothing.
/// </summary>
internal sealed class CallAdmission(InferenceGate gate, IOptions<AdmissionOptions> options, AdmissionMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan StreamsRetry = TimeSpan.FromSeconds(1);

    private readonly int _maxStreams = options.Value.Streams;
    private int _streams;

    /// <summary>What is to run for a method in place of its own delegate.</summary>
    public RequestDelegate Around(IMethod method, RequestDelegate inner)
    {
        var priority = CallRules.PriorityOf(method.FullName);
        return method.Type != MethodType.Unary ? (CallRules.RoleOf(method.FullName) == ApiRoles.None ? inner : http => StreamAsync(http, inner))
            : priority == CallPriority.Free ? inner
            : http => RunAsync(http, priority, inner);
    }

    private async Task StreamAsync(HttpContext http, RequestDelegate inner)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) <= _maxStreams)
            {
                await inner(http);
                return;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }

        metrics.Shed("streams");
        await GrpcRefusal.WriteAsync(
            http, new FaultException(Fault.Overloaded, $"This server has {_maxStreams} streams open, as many as it may: open it again later, or at another."), StreamsRetry);
    }

    private async Task RunAsync(HttpContext http, CallPriority priority, RequestDelegate inner)
    {
        var deadline = DeadlineOf(http);
        var verdict = await gate.EnterAsync(priority, deadline, http.RequestAborted);
        if (verdict.Outcome != AdmissionOutcome.Admitted)
        {
            await ShedAsync(http, verdict);
            return;
        }

        var started = time.GetTimestamp();
        try
        {
            await inner(http);
        }
        finally
        {
            gate.Leave(priority, started);
            if (time.GetTimestamp() > deadline)
            {
                metrics.DeadlineWasted();
            }
        }
    }

    private Task ShedAsync(HttpContext http, AdmissionVerdict verdict)
    {
        switch (verdict.Outcome)
        {
            case AdmissionOutcome.Expired:
                metrics.Shed("expired");
                return GrpcRefusal.WriteAsync(http, new FaultException(Fault.DeadlineExceeded, "The deadline passed while the call waited for its turn."));
            case AdmissionOutcome.TooLate:
                metrics.Shed("deadline");
                return GrpcRefusal.WriteAsync(
                    http, new FaultException(Fault.Overloaded, "The deadline would pass before the turn of the call comes: call again later."), verdict.RetryAfter);
            default:
                metrics.Shed("queue");
                return GrpcRefusal.WriteAsync(
                    http, new FaultException(Fault.Overloaded, "As many calls wait as may: call again later."), verdict.RetryAfter);
        }
    }

    // What is no timeout at all is the transport's to refuse.
    private long DeadlineOf(HttpContext http)
    {
        string? header = http.Request.Headers.GrpcTimeout;
        if (header is not { Length: >= 2 and <= 9 }
            || !long.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return long.MaxValue;
        }

        double seconds = header[^1] switch
        {
            'H' => value * 3600d,
            'M' => value * 60d,
            'S' => value,
            'm' => value / 1e3,
            'u' => value / 1e6,
            'n' => value / 1e9,
            _ => double.PositiveInfinity,
        };
        return seconds < int.MaxValue ? time.GetTimestamp() + (long)(seconds * time.TimestampFrequency) : long.MaxValue;
    }
}
