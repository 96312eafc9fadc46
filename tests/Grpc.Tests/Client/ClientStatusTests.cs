using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client.Internal;

namespace Bqx.Grpc.Tests.Client;

public sealed class ClientStatusTests
{
    // What a write meets when the connection breaks is one of these, depending on the moment: each may be tried again.
    [Fact]
    public void For_ConnectionBroken_IsUnavailable()
    {
        Exception[] broken =
        [
            new HttpRequestException("The connection was closed."),
            new IOException("Broken pipe."),
            new SocketException((int)SocketError.ConnectionReset),
            new ObjectDisposedException("Http2WriteStream"),
        ];
        broken.ShouldAllBe(exception => ClientStatus.For(exception).StatusCode == StatusCode.Unavailable);
    }

    [Fact]
    public void For_AnythingElse_IsInternal() =>
        ClientStatus.For(new InvalidDataException("A frame is damaged.")).StatusCode.ShouldBe(StatusCode.Internal);
}
