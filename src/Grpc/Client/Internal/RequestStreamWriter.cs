using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The requests of a streaming call. One write at a time.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(
    ClientCall<TRequest, TResponse> call,
    WriteOptions? callOptions) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private static readonly StreamPipeWriterOptions LeaveOpen = new(leaveOpen: true);

    private PipeWriter? _pipe;
    private bool _completed;
    private int _writing;

    public WriteOptions? WriteOptions { get; set; } = callOptions;

    internal StreamedContent Content { get; } = new();

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Enter();
        using var cancel = cancellationToken.UnsafeRegister(
            static state => ((ClientCall<TRequest, TResponse>)state!).CancelByCaller(), call);
        try
        {
            var pipe = _pipe ??= PipeWriter.Create(await Content.OpenedAsync(call.Ended), LeaveOpen);
            call.Serialize(pipe, message, WriteOptions);
            if (WriteOptions is null || !WriteOptions.Flags.HasFlag(WriteFlags.BufferHint))
            {
                await pipe.FlushAsync(call.Ended);
            }
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw await call.ExplainFailedWriteAsync(exception);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public async Task CompleteAsync()
    {
        Enter();
        try
        {
            _completed = true;
            if (_pipe is not null && !call.Ended.IsCancellationRequested)
            {
                await _pipe.CompleteAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The call has ended; its status says why.
        }
        finally
        {
            Content.Close();
            Volatile.Write(ref _writing, 0);
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            throw new InvalidOperationException("A write is in progress: await it before the next one.");
        }

        if (_completed)
        {
            Volatile.Write(ref _writing, 0);
            throw new InvalidOperationException("The request stream is complete: nothing more can be written.");
        }
    }
}
