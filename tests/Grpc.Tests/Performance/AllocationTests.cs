using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bqx.Grpc.Tests.Performance;

/// <summary>What the server allocates for a call, which unlike its time is the same on every machine.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Calls = 20_000;

    [Fact]
    public async Task EmptyUnary_SteadyState_FewBytes()
    {
        await using var host = await GrpcHost.StartAsync(
            services: services => services.AddSingleton<EmptyService>().AddLogging(logs => logs.ClearProviders()),
            map: routes => routes.MapGrpcService<EmptyService>());
        using var client = new SilentClient(host.Port, "/grpc.testing.TestService/EmptyCall", [], streams: 8);
        client.Call(Calls);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        client.Call(Calls);
        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls;

        output.WriteLine($"{bytes:F0} bytes a call");
        bytes.ShouldBeInRange(1, 500);
    }

    private sealed class EmptyService : TestService.TestServiceBase
    {
        private static readonly Task<Empty> Answer = Task.FromResult(new Empty());

        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Answer;
    }
}
