using System.IO.Pipelines;
using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>The request of a call that does not stream requests.</summary>
internal sealed class SingleMessageContent<TRequest, TResponse> : HttpContent
    where TRequest : class
    where TResponse : class
{
    private static readonly StreamPipeWriterOptions LeaveOpen = new(leaveOpen: true);

    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly TRequest _message;

    internal SingleMessageContent(ClientCall<TRequest, TResponse> call, TRequest message)
    {
        _call = call;
        _message = message;
        Headers.TryAddWithoutValidation("content-type", WireNames.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        var pipe = PipeWriter.Create(stream, LeaveOpen);
        try
        {
            Serialize(pipe);
            await pipe.FlushAsync(cancellationToken);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private void Serialize(PipeWriter pipe)
    {
        try
        {
            _call.Serialize(pipe, _message, _call.Options.WriteOptions);
        }
        catch (Exception exception)
        {
            // What goes wrong later may only be the server's answer coming first.
            _call.EndWith(exception);
            throw;
        }
    }
}
