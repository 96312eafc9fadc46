namespace Bqx.Plugins.Hosting;

/// <summary>A package's state has changed.</summary>
public sealed class ModelStatusEventArgs(ModelStatus status) : EventArgs
{
    /// <summary>The state it has now.</summary>
    public ModelStatus Status { get; } = status;
}
