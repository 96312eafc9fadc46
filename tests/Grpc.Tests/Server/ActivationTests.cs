using Bqx.Grpc.Tests.Support;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Grpc.Tests.Server;

/// <summary>Where service instances come from, and what endpoints say of themselves.</summary>
public sealed class ActivationTests
{
    private readonly Counts _counts = new();

    [Theory]
    [InlineData(null, 2, 2)]
    [InlineData(ServiceLifetime.Transient, 2, 2)]
    [InlineData(ServiceLifetime.Scoped, 2, 2)]
    [InlineData(ServiceLifetime.Singleton, 1, 1)]
    public async Task Service_ByLifetime_CreatedAndDisposed(ServiceLifetime? lifetime, int created, int disposed)
    {
        var host = await GrpcHost.StartAsync(
            services: services =>
            {
                services.AddSingleton(_counts);
                if (lifetime is not null)
                {
                    services.Add(new ServiceDescriptor(typeof(Counted), typeof(Counted), lifetime.Value));
                }
            },
            map: routes => routes.MapGrpcService<Counted>());
        var client = new TestService.TestServiceClient(host.Channel());

        await client.EmptyCallAsync(new Empty());
        await client.EmptyCallAsync(new Empty());

        // Calls dispose after their answer is on the way; the stopped server has waited for them.
        await host.App.StopAsync();
        _counts.Disposed.ShouldBe(lifetime == ServiceLifetime.Singleton ? 0 : disposed);
        await host.DisposeAsync();

        (_counts.Created, _counts.Disposed).ShouldBe((created, disposed));
    }

    [Fact]
    public async Task Endpoints_OfAService_CarryMethodAndAttributes()
    {
        await using var host = await GrpcHost.StartAsync(
            services: services => services.AddSingleton(_counts),
            map: routes => routes.MapGrpcService<Counted>().Add(endpoint => endpoint.Metadata.Add("convention")));

        var endpoints = ((IEndpointRouteBuilder)host.App).DataSources.SelectMany(source => source.Endpoints).ToList();

        endpoints.Count.ShouldBe(6);
        endpoints.ShouldAllBe(endpoint => endpoint.Metadata.GetMetadata<string>() == "convention");
        var empty = endpoints.Single(endpoint => endpoint.DisplayName == "gRPC - /grpc.testing.TestService/EmptyCall");
        empty.Metadata.GetMetadata<GrpcMethodMetadata>()!.ServiceType.ShouldBe(typeof(Counted));
        empty.Metadata.GetMetadata<ObsoleteAttribute>()!.Message.ShouldBe("marked");
    }

    [Fact]
    public async Task NotAService_Mapped_Refused() =>
        (await Should.ThrowAsync<InvalidOperationException>(
            () => GrpcHost.StartAsync(map: routes => routes.MapGrpcService<Counts>())))
        .Message.ShouldContain("grpc_csharp_plugin");

    [Fact]
    public async Task NoAddGrpc_Mapped_Refused()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => app.MapGrpcService<InteropService>())
            .Message.ShouldContain("AddGrpc()");
    }

    [Fact]
    public async Task IgnoreUnknownServices_UnknownCall_StatusOfHttp()
    {
        await using var host = await GrpcHost.StartAsync(options => options.IgnoreUnknownServices = true);

        var status = await Strings.StatusOfAsync(host.Channel().CallUnary("x"));

        status.ShouldBe(new Status(StatusCode.Unimplemented, "The server answered with HTTP status 404, expected 200."));
    }

    private sealed class Counts
    {
        public int Created;
        public int Disposed;
    }

    private sealed class Counted : TestService.TestServiceBase, IDisposable
    {
        private readonly Counts _counts;

        public Counted(Counts counts)
        {
            _counts = counts;
            Interlocked.Increment(ref counts.Created);
        }

        public void Dispose() => Interlocked.Increment(ref _counts.Disposed);

#pragma warning disable CS0672, CS0809 // The attribute only has to be seen on the endpoint.
        [Obsolete("marked")]
        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());
#pragma warning restore CS0672, CS0809
    }
}
