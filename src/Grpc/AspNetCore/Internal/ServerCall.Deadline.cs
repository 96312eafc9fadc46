using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed partial class ServerCall
{
    internal static readonly Status DeadlineStatus = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private DateTime _deadlineTime = DateTime.MaxValue;
    private CallDeadline? _deadline;
    private volatile bool _deadlineReached;

    internal bool IsDeadlineReached => _deadlineReached;

    /// <value>Cancels waiting for the other side at the deadline. Its going away ends such waits by itself.</value>
    internal CancellationToken WaitToken => _deadlineTime == DateTime.MaxValue ? default : ArmDeadline().Token;

    protected override DateTime DeadlineCore => _deadlineTime;

    protected override CancellationToken CancellationTokenCore =>
        _deadlineTime == DateTime.MaxValue ? http.RequestAborted : ArmDeadline().Token;

    /// <summary>Reads grpc-timeout. The timer starts only when something has to wait.</summary>
    internal void ReadDeadline()
    {
        var header = http.Request.Headers.GrpcTimeout;
        if (header.Count == 0)
        {
            return;
        }

        if (!GrpcTimeout.TryParse(header.ToString(), out var timeout))
        {
            throw new RpcException(new Status(
                StatusCode.Internal,
                $"Header grpc-timeout is '{header}', expected at most eight digits and one of H, M, S, m, u, n."));
        }

        var now = settings.Time.GetUtcNow().UtcDateTime;
        _deadlineTime = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        if (timeout <= TimeSpan.Zero)
        {
            _deadlineReached = true;
            throw new RpcException(DeadlineStatus);
        }
    }

    internal void StartDeadline()
    {
        if (_deadlineTime != DateTime.MaxValue)
        {
            ArmDeadline();
        }
    }

    /// <summary>
    /// From the timer. If no write is in progress, the caller hears of it at once, however long the implementation goes
    /// on; else the end of the implementation tells it.
    /// </summary>
    internal async Task ReachDeadlineAsync()
    {
        _deadlineReached = true;
        settings.Logger.DeadlineReached(method.FullName);
        var first = _gate.TryEnd();
        var deadline = _deadline!;
        try
        {
            var sent = Task.CompletedTask;
            if (first)
            {
                SendStatus(DeadlineStatus, null);
                sent = http.Response.CompleteAsync();
            }

            deadline.Cancel();
            await sent;
        }
        catch (Exception exception) when (first)
        {
            settings.Logger.StatusNotSent(method.FullName, exception);
        }
        finally
        {
            if (first)
            {
                deadline.SetHandled();
            }
        }
    }

    private CallDeadline ArmDeadline()
    {
        if (_deadline is { } armed)
        {
            return armed;
        }

        // Stopped until it is published: the timer's callback reads the field.
        var created = new CallDeadline(this);
        if (Interlocked.CompareExchange(ref _deadline, created, null) is { } other)
        {
            created.Dispose();
            return other;
        }

        created.Start(settings.Time, _deadlineTime);
        return created;
    }
}
