using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Bqx.Grpc.Tests.Health;

public sealed class HealthServiceTests : IAsyncLifetime
{
    private readonly HealthServiceImpl _service = new();
    private GrpcHost _host = null!;
    private global::Grpc.Health.V1.Health.HealthClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcHost.StartAsync(
            services: services => services.AddSingleton(_service),
            map: routes => routes.MapGrpcService<HealthServiceImpl>());
        _client = new(_host.Channel());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Check_KnownService_ItsStatus()
    {
        _service.SetStatus("", ServingStatus.Serving);
        _service.SetStatus("bqx.v1.Prediction", ServingStatus.NotServing);

        (await _client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.Serving);
        (await _client.CheckAsync(new HealthCheckRequest { Service = "bqx.v1.Prediction" })).Status
            .ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Check_UnknownService_NotFound()
    {
        var error = await Should.ThrowAsync<RpcException>(
            async () => await _client.CheckAsync(new HealthCheckRequest { Service = "other" }));

        error.Status.ShouldBe(new Status(StatusCode.NotFound, "Service 'other' is not known."));
    }

    [Fact]
    public async Task List_TwoServices_Both()
    {
        _service.SetStatus("a", ServingStatus.Serving);
        _service.SetStatus("b", ServingStatus.NotServing);

        var statuses = (await _client.ListAsync(new HealthListRequest())).Statuses;

        statuses.ToDictionary(pair => pair.Key, pair => pair.Value.Status).ShouldBe(
            new Dictionary<string, ServingStatus> { ["a"] = ServingStatus.Serving, ["b"] = ServingStatus.NotServing },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Watch_Changes_EachToldOnce()
    {
        using var call = _client.Watch(new HealthCheckRequest { Service = "a" });
        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);

        _service.SetStatus("a", ServingStatus.Serving);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);

        _service.SetStatus("a", ServingStatus.Serving);
        _service.SetStatus("b", ServingStatus.NotServing);
        _service.SetStatus("a", ServingStatus.NotServing);
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);

        _service.ClearAll();
        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
    }

    [Fact]
    public async Task Watch_ManyChangesUnread_LatestOnly()
    {
        using var call = _client.Watch(new HealthCheckRequest { Service = "a" });
        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
        for (var i = 0; i < 1001; i++)
        {
            _service.SetStatus("a", i % 2 == 0 ? ServingStatus.Serving : ServingStatus.NotServing);
        }

        var last = ServingStatus.ServiceUnknown;
        for (var read = 0; last != ServingStatus.Serving && read < 1001; read++)
        {
            last = await NextAsync(call);
        }

        last.ShouldBe(ServingStatus.Serving);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }
}
