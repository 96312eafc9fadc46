using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bqx.Grpc.Tests.Server;

/// <summary>GOAWAY, draining, keep-alive pings.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stop_CallInProgress_FinishesBeforeTheServer()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(async (request, _) =>
        {
            entered.SetResult();
            await release.Task;
            return request;
        }));

        var call = host.Channel().CallUnary("drained");
        await entered.Task.WaitAsync(Limit);
        var stopping = host.App.StopAsync();
        release.SetResult();

        (await call.ResponseAsync.WaitAsync(Limit)).ShouldBe("drained");
        await stopping.WaitAsync(Limit);
        (await Strings.StatusOfAsync(host.Channel().CallUnary("late"))).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task Stop_OpenStream_GoAwayThenStreamGoesOnThenEnds()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(async (request, _) =>
        {
            entered.SetResult();
            await release.Task;
            return request;
        }));
        await using var http = await RawHttp2.ConnectAsync(host.Port);
        var stream = await http.OpenAsync("/test.Strings/Unary");
        await http.SendAsync(RawHttp2.Data, RawHttp2.EndStream, stream, RawHttp2.Frame("x"));
        await entered.Task.WaitAsync(Limit);

        var stopping = host.App.StopAsync();
        var warning = await NextAsync(http, RawHttp2.GoAway);
        warning.Payload.ShouldBe([0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0], "no stream refused yet, no error");
        release.SetResult();
        var response = await http.ReadResponseAsync(stream);
        response.Status.ShouldBe(0);
        response.Body.ShouldBe(RawHttp2.Frame("x"));

        // The caller leaves after GOAWAY and its last answer; the server then has nothing to wait for.
        await http.DisposeAsync();
        await stopping.WaitAsync(Limit);
    }

    [Fact]
    public async Task KeepAlive_SilentConnection_Pinged()
    {
        await using var host = await GrpcHost.StartAsync(kestrel: server =>
        {
            server.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
            server.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        await using var http = await RawHttp2.ConnectAsync(host.Port);

        (await NextAsync(http, RawHttp2.Ping)).Payload.Length.ShouldBe(8);
    }

    [Fact]
    public async Task ServerAborts_StreamOpen_StatusOfTheReset()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapDuplex(async (requests, responses, context) =>
        {
            await responses.WriteAsync("hello");
            await requests.MoveNext(CancellationToken.None);
            context.GetHttpContext().Abort();
        }));

        using var call = host.Channel().CallDuplex();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await call.RequestStream.WriteAsync("abort");

        // Kestrel aborts a request with INTERNAL_ERROR.
        (await Strings.StatusOfAsync(() => call.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Internal);
    }

    private static async Task<RawFrame> NextAsync(RawHttp2 http, byte type)
    {
        while (true)
        {
            var frame = await http.ReadAsync();
            if (frame.Type == type)
            {
                return frame;
            }
        }
    }
}
