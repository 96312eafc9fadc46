using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// One call on the client: 1 send the request, 2 take the response headers, 3 read messages, 4 take the trailers.
/// It ends once, with the first of: the server's status, a failure, the caller's cancellation, the deadline.
/// </summary>
internal sealed partial class ClientCall<TRequest, TResponse> : IClientCall
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly ICompressionProvider? _compression;
    private Task<HttpResponseMessage?> _response = null!;
    private Task<Metadata>? _headers;
    private StreamedContent? _stream;
    private PipeReader? _pipe;

    internal ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ObjectDisposedException.ThrowIf(channel.Disposed.IsCancellationRequested, channel);
        _channel = channel;
        _method = method;
        _host = host;
        Options = options;
        _deadline = FindDeadline(options);
        _compression = channel.Compressions.Require(options.Headers?.GetValue(WireNames.EncodingRequest));
    }

    internal CallOptions Options { get; }

    public Task<Metadata> HeadersAsync() => _headers ??= ReadHeadersAsync();

    internal void Start(TRequest request) => Start(new SingleMessageContent<TRequest, TResponse>(this, request));

    internal void Start(RequestStreamWriter<TRequest, TResponse> requests)
    {
        _stream = requests.Content;
        Start(requests.Content);
    }

    internal void Serialize(PipeWriter pipe, TRequest message, WriteOptions? options)
    {
        var plain = options is not null && options.Flags.HasFlag(WriteFlags.NoCompress);
        MessageWriter.Write(
            pipe,
            _method.RequestMarshaller.ContextualSerializer,
            message,
            _channel.Options.MaxSendMessageSize,
            plain ? null : _compression);
    }

    /// <summary>The response of a call that does not stream responses.</summary>
    internal async Task<TResponse> ReadSingleAsync()
    {
        var message = await ReadNextAsync();
        if (message is not null && await ReadNextAsync() is not null)
        {
            EndWith(new Status(StatusCode.Internal, "The server sent more than one message, expected one."), null);
            throw Failure();
        }

        return message ?? throw new RpcException(
            new Status(StatusCode.Internal, "The server sent status OK without a message."), GetTrailers());
    }

    /// <summary>The next response, or null at the end of a call that succeeded.</summary>
    internal async Task<TResponse?> ReadNextAsync()
    {
        var response = IsEnded ? null : await _response;
        if (response is null || IsEnded)
        {
            return EndOfStream();
        }

        try
        {
            _pipe ??= PipeReader.Create(await response.Content.ReadAsStreamAsync(Ended));
            if (await Reader(_pipe, response).ReadNextAsync(Ended) is { } message)
            {
                return message;
            }

            EndWith(
                ClientMetadata.ReadStatus(response.TrailingHeaders)
                    ?? new Status(StatusCode.Unknown, "The server sent no grpc-status."),
                response.TrailingHeaders);
        }
        catch (Exception exception)
        {
            EndWith(exception);
        }

        await CompletePipeAsync();
        return EndOfStream();
    }

    private MessageReader<TResponse> Reader(PipeReader pipe, HttpResponseMessage response)
    {
        var encoding = response.Headers.NonValidated.TryGetValues(WireNames.Encoding, out var values)
            ? values.ToString()
            : null;
        return new MessageReader<TResponse>(
            pipe,
            _method.ResponseMarshaller.ContextualDeserializer,
            _channel.Options.MaxReceiveMessageSize,
            encoding,
            _channel.Compressions.Find(encoding),
            StatusCode.Internal);
    }

    private ValueTask CompletePipeAsync() => _pipe?.CompleteAsync() ?? default;

    private void Start(HttpContent content)
    {
        ArmEnd();
        _response = SendAsync(content);
    }

    /// <summary>The response whose body is to be read, or null when the call has ended.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpContent content)
    {
        try
        {
            var request = CreateRequest(content);
            await AddCredentialsAsync(request); // 1
            var response = await _channel.SendAsync(request, Ended); // 2
            Own(response);
            if (ClientStatus.ForHttp(response) is { } notGrpc)
            {
                EndWith(notGrpc, null);
            }
            else if (ClientMetadata.ReadStatus(response.Headers) is { } status)
            {
                EndWith(status, response.Headers);
            }

            return response;
        }
        catch (Exception exception)
        {
            EndWith(exception);
            return null;
        }
    }

    private HttpRequestMessage CreateRequest(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_channel.Address, _method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", "grpc-dotnet-bqx/1.0");
        headers.TryAddWithoutValidation(WireNames.AcceptEncoding, _channel.Compressions.AcceptEncoding);
        if (_compression is not null)
        {
            headers.TryAddWithoutValidation(WireNames.Encoding, _compression.EncodingName);
        }

        if (Remaining is { } remaining)
        {
            headers.TryAddWithoutValidation(WireNames.Timeout, GrpcTimeout.Format(remaining));
        }

        headers.Host = _host;
        if (Options.Headers is { } metadata)
        {
            ClientMetadata.Write(metadata, headers);
        }

        return request;
    }

    private async ValueTask AddCredentialsAsync(HttpRequestMessage request)
    {
        if (_channel.CallCredentials is null && Options.Credentials is null)
        {
            return;
        }

        if (!_channel.CarriesCredentials)
        {
            throw new RpcException(new Status(
                StatusCode.Unauthenticated, $"Call credentials need TLS; the address is {_channel.Address}."));
        }

        var service = new Uri(_channel.Address, _method.ServiceName).ToString();
        var context = new AuthInterceptorContext(service, _method.Name, Ended);
        foreach (var credentials in new[] { _channel.CallCredentials, Options.Credentials })
        {
            if (credentials is not null)
            {
                var metadata = new Metadata();
                await credentials.ApplyAsync(context, metadata);
                ClientMetadata.Write(metadata, request.Headers);
            }
        }
    }

    private async Task<Metadata> ReadHeadersAsync() =>
        await _response is { } response ? ClientMetadata.Read(response.Headers) : throw Failure();
}
