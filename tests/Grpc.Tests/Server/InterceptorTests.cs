using System.Collections.Concurrent;
using Bqx.Grpc.Tests.Support;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Grpc.Tests.Server;

public sealed class InterceptorTests
{
    private readonly ConcurrentQueue<string> _trace = new();

    [Fact]
    public async Task AllKindsOfCall_TwoInterceptors_FirstIsOutermost()
    {
        await using var host = await GrpcHost.StartAsync(
            options =>
            {
                options.Interceptors.Add<Tracing>("outer");
                options.Interceptors.Add<Tracing>("inner");
            },
            services => services.AddSingleton(_trace));
        var client = new TestService.TestServiceClient(host.Channel());

        await client.EmptyCallAsync(new Empty());
        _trace.ShouldBe(["outer unary", "inner unary", "disposed inner", "disposed outer"]);
        _trace.Clear();

        using var input = client.StreamingInputCall();
        await input.RequestStream.CompleteAsync();
        await input;
        using var output = client.StreamingOutputCall(new StreamingOutputCallRequest());
        await output.ResponseStream.MoveNext();
        using var duplex = client.FullDuplexCall();
        await duplex.RequestStream.CompleteAsync();
        await duplex.ResponseStream.MoveNext();

        _trace.Where(line => !line.StartsWith("disposed", StringComparison.Ordinal)).ShouldBe(
        [
            "outer client streaming", "inner client streaming", "outer server streaming", "inner server streaming",
            "outer duplex", "inner duplex",
        ]);
    }

    [Fact]
    public async Task Singleton_RegisteredInContainer_OneInstanceNotDisposedByCalls()
    {
        await using var host = await GrpcHost.StartAsync(
            options => options.Interceptors.Add<Tracing>(),
            services => services.AddSingleton(_trace).AddSingleton(new Tracing(_trace, "shared")));
        var client = new TestService.TestServiceClient(host.Channel());

        await client.EmptyCallAsync(new Empty());
        await client.EmptyCallAsync(new Empty());

        _trace.ShouldBe(["shared unary", "shared unary"]);
    }

    [Fact]
    public async Task ServiceOptions_OwnInterceptorAndLimit_BesideThoseOfAll()
    {
        await using var host = await GrpcHost.StartAsync(
            options => options.Interceptors.Add<Tracing>("all"),
            services => services.AddSingleton(_trace).AddGrpc().AddServiceOptions<InteropService>(options =>
            {
                options.Interceptors.Add<Tracing>("own");
                options.MaxReceiveMessageSize = 3;
            }));
        var client = new TestService.TestServiceClient(host.Channel());

        await client.EmptyCallAsync(new Empty());
        _trace.Take(2).ShouldBe(["all unary", "own unary"]);
        await client.UnaryCallAsync(new SimpleRequest { ResponseSize = 1000 });
        (await Strings.StatusOfAsync(async () => await client.UnaryCallAsync(new SimpleRequest { ResponseSize = 100_000 })))
            .ShouldBe(new Status(StatusCode.ResourceExhausted, "Received message of 4 bytes exceeds the limit of 3 bytes."));
    }

    [Fact]
    public async Task Interceptor_ThatRefuses_HandlerNotReached()
    {
        var reached = false;
        await using var host = await GrpcHost.StartAsync(
            options => options.Interceptors.Add<Refusing>(),
            map: routes => routes.MapUnary((request, _) =>
            {
                reached = true;
                return Task.FromResult(request);
            }));

        (await Strings.StatusOfAsync(host.Channel().CallUnary("x")))
            .ShouldBe(new Status(StatusCode.Unauthenticated, "Header 'key' is missing."));
        reached.ShouldBeFalse();
        (await host.Channel().CallUnary("x", new CallOptions(new Metadata { { "key", "1" } }))).ShouldBe("x");
    }

    [Fact]
    public void NotAnInterceptor_Added_Refused() =>
        Should.Throw<ArgumentException>(() => new GrpcServiceOptions().Interceptors.Add(typeof(string)));

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            context.RequestHeaders.Get("key") is null
                ? throw new RpcException(new Status(StatusCode.Unauthenticated, "Header 'key' is missing."))
                : continuation(request, context);
    }

    private sealed class Tracing(ConcurrentQueue<string> trace, string name) : Interceptor, IDisposable
    {
        public void Dispose() => trace.Enqueue($"disposed {name}");

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            trace.Enqueue($"{name} unary");
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Enqueue($"{name} client streaming");
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Enqueue($"{name} server streaming");
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Enqueue($"{name} duplex");
            return continuation(requestStream, responseStream, context);
        }
    }
}
