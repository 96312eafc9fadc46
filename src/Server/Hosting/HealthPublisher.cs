using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Grpc.Health.V1;

namespace Bqx.Server.Hosting;

/// <summary>
/// Keeps the gRPC health service in step: the server itself (empty name), its services and the label <c>production</c> with readiness, and
/// each loaded package, by its name, with the host. A package that is freed is forgotten.
/// </summary>
internal sealed class HealthPublisher : IDisposable
{
    private static readonly string[] Names =
        ["", "bqx.v1.Prediction", "bqx.v1.Bars", "bqx.v1.Monitor", "inference.GRPCInferenceService", PredictionSnapshot.DefaultLabel];

    private readonly HealthService _health;
    private readonly Readiness _readiness;
    private readonly ModelHost _host;
    private readonly Lock _lock = new();

    // The packages that the health service knows; guarded by the lock.
    private HashSet<string> _models = new(StringComparer.Ordinal);

    public HealthPublisher(HealthService health, Readiness readiness, ModelHost host)
    {
        _health = health;
        _readiness = readiness;
        _host = host;
        readiness.Changed += OnChanged;
        host.StateChanged += OnStateChanged;
        Publish();
    }

    public void Dispose()
    {
        _readiness.Changed -= OnChanged;
        _host.StateChanged -= OnStateChanged;
    }

    private void OnChanged(object? sender, EventArgs e) => Publish();

    private void OnStateChanged(object? sender, ModelStatusEventArgs e) => PublishModels();

    private void Publish()
    {
        foreach (var name in Names)
        {
            _health.SetStatus(name, StatusOf(_readiness.IsReady));
        }

        PublishModels();
    }

    private void PublishModels()
    {
        lock (_lock)
        {
            var present = _host.Loaded.All.Select(graph => graph.Id.Name).Except(Names, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _models.Except(present, StringComparer.Ordinal))
            {
                _health.ClearStatus(gone);
            }

            foreach (var name in present)
            {
                _health.SetStatus(name, StatusOf(!_readiness.IsStopping));
            }

            _models = present;
        }
    }

    private static HealthCheckResponse.Types.ServingStatus StatusOf(bool serves) =>
        serves ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;
}
