namespace Bqx.Server.Hosting;

/// <summary>How far the server has come. Written by the start-up and the watcher, read by the health checks.</summary>
internal sealed class Readiness
{
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written by start-up, watcher and shutdown, each its own; read by anyone.
    private volatile bool _started;
    private volatile bool _models;
    private volatile bool _warm;
    private volatile bool _stopping;

    /// <summary>Raised when <see cref="IsReady"/> may have changed.</summary>
    public event EventHandler? Changed;

    /// <summary>History has been taken in and the pipeline runs.</summary>
    public bool IsStarted => _started;

    /// <summary>Predictions are served.</summary>
    public bool IsReady => _started && _models && _warm && !_stopping;

    /// <summary>The server has been told to stop.</summary>
    public bool IsStopping => _stopping;

    /// <summary>What is missing; null when ready.</summary>
    public string? Missing =>
        _stopping ? "The server is stopping."
        : !_started ? "History is being read."
        : !_models ? "No model has the label 'production'."
        : !_warm ? "The server makes calls of its own."
        : null;

    public void Started()
    {
        _started = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Completes once a model has served for the first time.</summary>
    public Task FirstServed => _served.Task;

    public void Warm()
    {
        _warm = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void ModelsKnown(bool production)
    {
        if (production)
        {
            _served.TrySetResult();
        }

        if (_models != production)
        {
            _models = production;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    public void Stopping()
    {
        _stopping = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
