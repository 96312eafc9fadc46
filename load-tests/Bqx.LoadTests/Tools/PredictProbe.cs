using System.Net.Sockets;
using Bqx.V1;
using Grpc.Net.Client;

namespace Bqx.LoadTests.Tools;

/// <summary>Predict over one connection whose socket is open before the first call.</summary>
internal sealed class PredictProbe : IDisposable
{
    private static readonly PredictRequest Request = new() { Pair = "EURUSD" };
    private readonly GrpcChannel _channel;
    private readonly Prediction.PredictionClient _client;

    private PredictProbe(Uri address, Socket socket)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true)),
        };
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _client = new Prediction.PredictionClient(_channel);
    }

    public static async Task<PredictProbe> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new PredictProbe(address, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task CallAsync(CancellationToken cancellationToken) =>
        await _client.PredictAsync(Request, cancellationToken: cancellationToken);

    public void Dispose() => _channel.Dispose();
}
