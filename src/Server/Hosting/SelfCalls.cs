using System.Net.Sockets;
using Bqx.Core;
using Google.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>
/// Calls Predict on the server's own port, over one connection, before the server says that it is ready: the first request of a client meets
/// code that has run. How the calls end does not matter; on a port with TLS, or that asks for keys, none are made.
/// </summary>
internal sealed partial class SelfCalls(IServer server, IOptions<ServerOptions> options, TimeProvider time, ILogger<SelfCalls> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WarmUpCalls == 0 || options.Value.TlsCertificate is not null || options.Value.ApiKeys is not null)
        {
            return;
        }

        var started = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await CallAsync(limit.Token);
            LogWarm(options.Value.WarmUpCalls, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogFailed(error.Message);
        }
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        // The port of predictions is the first that is listened on.
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        var connection = new SelfConnection(client.GetStream());
        await connection.OpenAsync(cancellationToken);
        var request = new V1.PredictRequest { Pair = Pair.All[0].Name }.ToByteArray();
        for (var i = 0; i < options.Value.WarmUpCalls; i++)
        {
            await connection.CallAsync("/bqx.v1.Prediction/Predict", request, cancellationToken);
        }
    }

    [LoggerMessage(1201, LogLevel.Debug, "{Calls} calls of its own took {Milliseconds:F0} ms")]
    private partial void LogWarm(int calls, double milliseconds);

    [LoggerMessage(1202, LogLevel.Warning, "The calls of its own ended early, the first requests will take longer: {Reason}")]
    private partial void LogFailed(string reason);
}
