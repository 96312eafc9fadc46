using System.Net.Sockets;
using Bqx.Benching.Machine;
using Grpc.Net.Client;

namespace Bqx.LoadTests.Load;

/// <summary>
/// A fixed number of HTTP/2 connections to one address: <c>http://host:port</c>, or <c>unix:/path</c> for a socket.
/// Call i goes over connection i modulo their number.
/// </summary>
internal sealed class Connections : IDisposable
{
    public const int Most = 256;
    private const string UnixScheme = "unix:";
    private readonly GrpcChannel[] _channels;

    public Connections(string address, int count)
    {
        if (count is < 1 or > Most)
        {
            throw new BenchException($"{count} connections; between 1 and {Most} are possible.");
        }

        _channels = [.. Enumerable.Range(0, count).Select(_ => Open(address))];
    }

    public GrpcChannel this[long call] => _channels[(int)(call % _channels.Length)];

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }

    private static GrpcChannel Open(string address)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false, UseProxy = false };
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        if (address.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var endPoint = new UnixDomainSocketEndPoint(address[UnixScheme.Length..]);
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
            return GrpcChannel.ForAddress("http://localhost", options);
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? GrpcChannel.ForAddress(uri, options)
            : throw new BenchException($"'{address}' is no address; http://HOST:PORT or unix:/PATH is expected.");
    }
}
