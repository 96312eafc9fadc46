using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;

namespace Bqx.Server.Services;

/// <summary>grpc.health.v1.Health whose watches end with the server: a watch that stays open would hold the shutdown up.</summary>
internal sealed class HealthService(IHostApplicationLifetime lifetime, TimeProvider time) : HealthServiceImpl
{
    // Long enough for NOT_SERVING to be delivered first.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(200);

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var watching = base.Watch(request, responseStream, context);
        if (await Task.WhenAny(watching, StoppedAsync(context.CancellationToken)) != watching)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping: watch again."));
        }

        await watching;
    }

    private async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Farewell, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
