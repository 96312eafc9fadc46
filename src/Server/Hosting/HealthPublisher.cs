using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Grpc.Health.V1;

namespace Bqx.Server.Hosting;

/// <summary>Keeps the gRPC health service in step with readiness: the server itself (empty name) and its services.</summary>
internal sealed class HealthPublisher : IDisposable
{
    private static readonly string[] Names = ["", "bqx.v1.Prediction", "bqx.v1.Bars", PredictionSnapshot.DefaultLabel];

    private readonly HealthService _health;
    private readonly Readiness _readiness;

    public HealthPublisher(HealthService health, Readiness readiness)
    {
        _health = health;
        _readiness = readiness;
        readiness.Changed += OnChanged;
        Publish();
    }

    public void Dispose() => _readiness.Changed -= OnChanged;

    private void OnChanged(object? sender, EventArgs e) => Publish();

    private void Publish()
    {
        var status = _readiness.IsReady
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;
        foreach (var name in Names)
        {
            _health.SetStatus(name, status);
        }
    }
}
