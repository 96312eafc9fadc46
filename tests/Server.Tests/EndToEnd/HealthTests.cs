using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.Core;
using Grpc.Health.V1;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Bqx.Server.Tests.EndToEnd;

public sealed class HealthTests
{
    [Fact]
    public async Task Watch_FromStartToStop_FollowsReadiness()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider(), promote: false);
        using var call = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        (await NextAsync(call)).ShouldBe(Status.NotServing);

        await server.Labels.RequestAsync("production", new ModelId("noop", 1), default);
        (await NextAsync(call)).ShouldBe(Status.Serving);

        var stopping = server.StopAsync();
        (await NextAsync(call)).ShouldBe(Status.NotServing);
        call.Dispose();
        await stopping;
    }

    [Fact]
    public async Task Check_OnBothPorts_KnowsTheServices()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider());

        foreach (var channel in new[] { server.Channel, server.Admin })
        {
            var client = new Health.HealthClient(channel);
            (await client.CheckAsync(new HealthCheckRequest { Service = "bqx.v1.Prediction" })).Status.ShouldBe(Status.Serving);
            (await client.CheckAsync(new HealthCheckRequest { Service = "production" })).Status.ShouldBe(Status.Serving);
            var all = (await client.ListAsync(new HealthListRequest())).Statuses;
            all.Keys.ShouldBe(
                ["", "bqx.v1.Prediction", "bqx.v1.Bars", "bqx.v1.Monitor", "inference.GRPCInferenceService", "production", "noop"],
                ignoreOrder: true);
            all.Values.ShouldAllBe(one => one.Status == Status.Serving);
        }
    }

    private static async Task<Status> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }
}
