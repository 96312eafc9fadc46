using System.Net;
using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Bqx.Server.Tests.EndToEnd;

public sealed class StartupTests
{
    [Fact]
    public async Task Start_WithoutAModel_IsAliveButNotReadyUntilOneIsPromoted()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider(), promote: false);
        (await server.Http.GetAsync("/healthz/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var waiting = await server.Http.GetAsync("/healthz/ready");
        waiting.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var client = new Prediction.PredictionClient(server.Channel);
        (await Should.ThrowAsync<RpcException>(async () => await client.PredictAsync(new PredictRequest { Pair = "EURUSD" })))
            .StatusCode.ShouldBe(StatusCode.NotFound);

        await server.Labels.RequestAsync("production", new ModelId("noop", 1), default);
        await server.WhenReadyAsync();

        (await client.PredictAsync(new PredictRequest { Pair = "EURUSD" })).Prediction.Model.Version.ShouldBe(1);
        (await server.Http.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Start_DiagnosticsOff_DoNotExist()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider());

        (await Should.ThrowAsync<RpcException>(async () =>
                await new Diagnostics.DiagnosticsClient(server.Channel).MemoryStatsAsync(new MemoryStatsRequest())))
            .StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Start_BadOptions_SayWhatIsWrong()
    {
        var error = await Should.ThrowAsync<Exception>(() => TestServer.StartAsync(
            new FakeTimeProvider(), args: ["--Server:StaleAfter=00:00:00"]));

        error.Message.ShouldContain("StaleAfter");
    }

    [Fact]
    public async Task Start_PluginsThatAreNotThere_Fails() =>
        (await Should.ThrowAsync<FaultException>(() => TestServer.StartAsync(new FakeTimeProvider(), args: ["--Server:Plugins=/nowhere/at/all"])))
            .Message.ShouldBe("The folder of plug-ins does not exist.");

    [Fact]
    public async Task Start_UnixSocket_ServesPredictions()
    {
        var path = Path.Combine(Path.GetTempPath(), $"bqx-{Guid.NewGuid():N}.sock");
        await using var server = await TestServer.StartAsync(new FakeTimeProvider(), args: [$"--Server:UnixSocket={path}"]);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new System.Net.Sockets.Socket(
                    System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(path), stop);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        using var channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = handler });

        var reply = await new Prediction.PredictionClient(channel).PredictAsync(new PredictRequest { Pair = "EURUSD" });

        reply.Prediction.Pair.ShouldBe("EURUSD");
    }
}
