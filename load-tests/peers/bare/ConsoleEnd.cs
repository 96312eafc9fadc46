using System.Runtime.InteropServices;

namespace Bqx.BarePeer;

/// <summary>Completes when the process is told to end (SIGTERM or SIGINT).</summary>
internal sealed class ConsoleEnd : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public ConsoleEnd() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, End), PosixSignalRegistration.Create(PosixSignal.SIGINT, End)];

    public Task Task => _ended.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ended.TrySetResult();
    }
}
