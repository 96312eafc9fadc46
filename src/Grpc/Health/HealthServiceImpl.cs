using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck.Internal;

namespace Grpc.HealthCheck;

/// <summary>
/// The health service. Statuses are set by name; the empty name stands for the whole server. Safe for any thread.
/// </summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly HealthStatuses _statuses = new();

    /// <summary>Sets the status of a service, and tells it to those who watch.</summary>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        _statuses.Set(service, status);
    }

    /// <summary>Forgets a service: Check gives NOT_FOUND, watchers get SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        _statuses.Clear(service);
    }

    public void ClearAll() => _statuses.ClearAll();

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        _statuses.Find(request.Service) is { } status
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(new Status(StatusCode.NotFound, $"Service '{request.Service}' is not known."));

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var (service, status) in _statuses.All())
        {
            response.Statuses[service] = new HealthCheckResponse { Status = status };
        }

        return Task.FromResult(response);
    }

    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context)
    {
        var changes = _statuses.Watch(request.Service);
        try
        {
            await foreach (var status in changes.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
            }
        }
        finally
        {
            _statuses.Unwatch(request.Service, changes);
        }
    }
}
