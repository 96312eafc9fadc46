using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed partial class ServerCall
{
    private const int Http2InternalError = 2;

    // Indexed by status code.
    private static readonly StringValues[] StatusHeaders =
        [.. Enum.GetValues<StatusCode>().Select(code => new StringValues(((int)code).ToString()))];

    private ICompressionProvider? _compression;
    private ResponseGate _gate;
    private Task _lastWrite = Task.CompletedTask;
    private bool _headersSet;
    private bool _hasBody;
    private bool _broken;

    /// <summary>Writes the only response of a call that does not stream responses.</summary>
    internal void WriteSingle<T>(Marshaller<T> marshaller, T? message)
        where T : class
    {
        if (message is null)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        }

        _gate.Enter();
        try
        {
            Serialize(marshaller, message, WriteOptionsCore);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Writes one of a stream of responses, and flushes it unless the options hint otherwise.</summary>
    internal Task WriteAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancel.ThrowIfCancellationRequested();
        _gate.Enter();
        return _lastWrite = WriteEnteredAsync(marshaller, message, options ?? WriteOptionsCore, cancel);
    }

    internal Task EndAsync() => EndAsync(StatusCore, _responseTrailers);

    /// <summary>Ends the call with the status that the exception stands for.</summary>
    internal Task FailAsync(Exception exception)
    {
        var status = ExceptionStatus.For(exception, this);
        if (exception is RpcException { Trailers.Count: > 0 } rpc)
        {
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }
        }

        return EndAsync(status, _responseTrailers);
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        _gate.Enter();
        try
        {
            if (_headersSet || http.Response.HasStarted)
            {
                throw new InvalidOperationException("Response headers can be sent once, before the first message.");
            }

            SetHeaders(responseHeaders.GetValue(WireNames.EncodingRequest));
            HeaderMetadata.Write(responseHeaders, http.Response.Headers);
            _hasBody = true;
            await http.Response.BodyWriter.FlushAsync(WaitToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private async Task WriteEnteredAsync<T>(
        Marshaller<T> marshaller,
        T message,
        WriteOptions? options,
        CancellationToken cancel)
    {
        try
        {
            if (IsAborted)
            {
                throw new OperationCanceledException("The caller is gone.", http.RequestAborted);
            }

            Serialize(marshaller, message, options);
            if (options is null || !options.Flags.HasFlag(WriteFlags.BufferHint))
            {
                using var wait = LinkedToken.Of(cancel, WaitToken);
                await http.Response.BodyWriter.FlushAsync(wait.Token);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Serialize<T>(Marshaller<T> marshaller, T message, WriteOptions? options)
    {
        SetHeaders(null);
        var writer = http.Response.BodyWriter;
        var compress = _compression is not null && (options is null || !options.Flags.HasFlag(WriteFlags.NoCompress));
        try
        {
            MessageWriter.Write(
                writer,
                marshaller.ContextualSerializer,
                message,
                settings.MaxSendSize,
                compress ? _compression : null,
                settings.CompressionLevel);
            _hasBody = true;
        }
        catch (IncompleteMessageException)
        {
            _broken = true;
            throw;
        }
    }

    private void SetHeaders(string? requestedEncoding)
    {
        if (_headersSet)
        {
            return;
        }

        _headersSet = true;
        if (requestedEncoding is not null)
        {
            _compression = settings.Compressions.Require(requestedEncoding);
        }
        else if (settings.ResponseCompression is { } configured &&
            http.Request.Headers.GrpcAcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries)
                .Contains(configured.EncodingName, StringComparer.OrdinalIgnoreCase))
        {
            _compression = configured;
        }

        if (_compression is not null)
        {
            http.Response.Headers.GrpcEncoding = _compression.EncodingName;
        }
    }

    private Task EndAsync(Status status, Metadata? trailers)
    {
        if (!_gate.TryEnd())
        {
            return EndContendedAsync(status, trailers);
        }

        SendStatus(status, trailers);
        _deadline?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A write that nobody awaited is still in progress, or the deadline's timer ended the call.</summary>
    private async Task EndContendedAsync(Status status, Metadata? trailers)
    {
        await _lastWrite.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_gate.TryEnd())
        {
            SendStatus(_deadlineReached ? DeadlineStatus : status, trailers);
        }
        else if (_deadline is not null)
        {
            await _deadline.Handled;
        }

        _deadline?.Dispose();
    }

    /// <summary>By the one that ended the gate: into the headers where nothing was sent, else into the trailers.</summary>
    private void SendStatus(Status status, Metadata? trailers)
    {
        if (_broken)
        {
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(Http2InternalError);
            return;
        }

        var target = _hasBody || http.Response.HasStarted
            ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : http.Response.Headers;
        target.GrpcStatus = StatusHeaders[(int)status.StatusCode];
        if (!string.IsNullOrEmpty(status.Detail))
        {
            target.GrpcMessage = PercentEncoding.Encode(status.Detail);
        }

        if (trailers is not null)
        {
            HeaderMetadata.Write(trailers, target);
        }
    }
}
