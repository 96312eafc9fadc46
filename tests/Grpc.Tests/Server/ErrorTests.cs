using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Bqx.Grpc.Tests.Server;

/// <summary>What the caller learns of exceptions.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData(null, "Exception was thrown by handler.")]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. FormatException: secret path")]
    public async Task UnexpectedException_Unary_UnknownWithoutDetailsUnlessAsked(bool? detailed, string expected)
    {
        await using var host = await GrpcHost.StartAsync(
            options => options.EnableDetailedErrors = detailed,
            map: routes => routes.MapUnary((_, _) => throw new FormatException("secret path")));

        (await Strings.StatusOfAsync(host.Channel().CallUnary("x"))).ShouldBe(new Status(StatusCode.Unknown, expected));

        host.Logs.Entries.Single(entry => entry.EventId == 1001)
            .ShouldBe((LogLevel.Error, 1001, "Error when executing /test.Strings/Unary."));
    }

    [Fact]
    public async Task RpcException_WithTrailers_StatusAndTrailersMerged()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(async (_, context) =>
        {
            await Task.Yield();
            context.ResponseTrailers.Add("own", "1");
            throw new RpcException(new Status(StatusCode.NotFound, "no"), new Metadata { { "extra", "2" } });
        }));

        var error = await Should.ThrowAsync<RpcException>(async () => await host.Channel().CallUnary("x"));

        error.Status.ShouldBe(new Status(StatusCode.NotFound, "no"));
        error.Trailers.GetValue("own").ShouldBe("1");
        error.Trailers.GetValue("extra").ShouldBe("2");
        host.Logs.Entries.ShouldAllBe(entry => entry.Level == LogLevel.Debug);
    }

    [Fact]
    public async Task Exception_AfterMessages_MessagesThenStatus()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapServerStreaming(async (_, responses, _) =>
        {
            await responses.WriteAsync("one");
            throw new RpcException(new Status(StatusCode.DataLoss, "lost"));
        }));

        using var call = host.Channel().CallServerStreaming("x");

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.ShouldBe("one");
        (await Strings.StatusOfAsync(() => call.ResponseStream.MoveNext()))
            .ShouldBe(new Status(StatusCode.DataLoss, "lost"));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.DataLoss);
    }

    [Fact]
    public async Task StatusSetByHandler_Stream_Sent()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapServerStreaming((_, _, context) =>
        {
            context.Status = new Status(StatusCode.Aborted, "try again");
            return Task.CompletedTask;
        }));

        using var call = host.Channel().CallServerStreaming("x");

        (await Strings.StatusOfAsync(() => call.ResponseStream.MoveNext()))
            .ShouldBe(new Status(StatusCode.Aborted, "try again"));
    }

    [Fact]
    public async Task NullResponse_Unary_Cancelled()
    {
        await using var host = await GrpcHost.StartAsync(
            map: routes => routes.MapUnary((_, _) => Task.FromResult<string>(null!)));

        (await Strings.StatusOfAsync(host.Channel().CallUnary("x")))
            .ShouldBe(new Status(StatusCode.Cancelled, "No message returned from method."));
    }

    [Fact]
    public async Task SerializerFailsInTheMiddle_Unary_StreamReset()
    {
        var broken = new Marshaller<string>(
            static (_, context) =>
            {
                context.SetPayloadLength(10);
                context.GetBufferWriter().Advance(0);
                throw new FormatException("secret");
            },
            static context => "");
        var method = new Method<string, string>(
            MethodType.Unary, "test.Strings", "Unary", Marshallers.StringMarshaller, broken);
        await using var host = await GrpcHost.StartAsync(map: routes => Microsoft.AspNetCore.Builder
            .GrpcEndpointRouteBuilderExtensions.MapGrpcService(routes, ServerServiceDefinition.CreateBuilder()
                .AddMethod(method, (string request, ServerCallContext _) => Task.FromResult(request)).Build()));

        var status = await Strings.StatusOfAsync(host.Channel().CallUnary("x"));

        status.StatusCode.ShouldBe(StatusCode.Internal);
        status.Detail.ShouldBe("The server reset the call with HTTP/2 code 2.");
    }

    [Fact]
    public async Task SecondWriteDuringFirst_Stream_Refused()
    {
        var refused = new TaskCompletionSource<Exception?>();
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapServerStreaming(async (_, responses, _) =>
        {
            // More than the flow-control windows hold, so that the first write has to wait for the reader.
            var first = responses.WriteAsync(new string('x', 3 * 1024 * 1024));
            refused.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync("two")));
            await first;
        }));

        using var call = host.Channel().CallServerStreaming("x");
        (await refused.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldBe("A write is in progress: await it before the next one.");

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.Length.ShouldBe(3 * 1024 * 1024);
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task StreamsKeptAfterTheCall_Used_Refused()
    {
        IServerStreamWriter<string> kept = null!;
        IAsyncStreamReader<string> keptRequests = null!;
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapDuplex((requests, responses, _) =>
        {
            (kept, keptRequests) = (responses, requests);
            return Task.CompletedTask;
        }));
        using var call = host.Channel().CallDuplex();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();

        await Should.ThrowAsync<InvalidOperationException>(() => kept.WriteAsync("late"));
        await Should.ThrowAsync<InvalidOperationException>(() => keptRequests.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task WriteNotAwaited_HandlerReturns_SentWholeThenStatus()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapServerStreaming((_, responses, _) =>
        {
            _ = responses.WriteAsync(new string('x', 3 * 1024 * 1024));
            return Task.CompletedTask;
        }));

        using var call = host.Channel().CallServerStreaming("x");

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.Length.ShouldBe(3 * 1024 * 1024);
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }
}
