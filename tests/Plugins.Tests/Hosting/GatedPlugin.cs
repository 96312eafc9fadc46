using Bqx.Core;
using Bqx.Plugins.NoOp;

namespace Bqx.Plugins.Tests.Hosting;

/// <summary>No-op models that count their calls and can be stopped inside one.</summary>
internal sealed class GatedPlugin : IModelPlugin
{
    public string Kind => NoOpPlugin.KindName;

    public Exception? LoadError { get; set; }

    public List<GatedModel> Models { get; } = [];

    public IModel Load(ModelPackage package)
    {
        if (LoadError is { } error)
        {
            throw error;
        }

        var model = new GatedModel(package.Manifest.Version);
        Models.Add(model);
        return model;
    }
}

internal sealed class GatedModel(int version) : IModel
{
    private readonly NoOpModel _inner = new(version);
    private int _disposed;
    private int _predictedAfterDispose;

    public Action? OnPredict { get; set; }

    public int Disposed => Volatile.Read(ref _disposed);

    public int PredictedAfterDispose => Volatile.Read(ref _predictedAfterDispose);

    public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        OnPredict?.Invoke();
        _inner.Predict(rows, outputs);
        if (Disposed > 0)
        {
            Interlocked.Increment(ref _predictedAfterDispose);
        }
    }

    public void Dispose() => Interlocked.Increment(ref _disposed);
}
