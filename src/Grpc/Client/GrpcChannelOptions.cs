using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>How a channel reaches its server.</summary>
public sealed class GrpcChannelOptions
{
    /// <value>Null derives them from the address: http is insecure, https is TLS.</value>
    public ChannelCredentials? Credentials { get; set; }

    /// <value>Bytes; null, the default, sets no limit.</value>
    public int? MaxSendMessageSize { get; set; }

    /// <value>Bytes, also after decompression; 4 MiB by default; null sets no limit.</value>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    public IList<ICompressionProvider>? CompressionProviders { get; set; } = [.. CompressionSet.Default];

    /// <value>
    /// What carries the requests, instead of a handler of the channel's own. A SocketsHttpHandler with a ConnectCallback
    /// reaches Unix sockets.
    /// </value>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <value>What carries the requests, instead of a handler.</value>
    public HttpClient? HttpClient { get; set; }

    /// <value>Disposes the given client or handler with the channel.</value>
    public bool DisposeHttpClient { get; set; }

    /// <value>A call that the caller cancels throws OperationCanceledException instead of RpcException.</value>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <value>Sends call credentials over connections without TLS. Only for tests.</value>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    internal TimeProvider Time { get; set; } = TimeProvider.System;
}
