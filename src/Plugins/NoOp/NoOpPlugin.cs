using Bqx.Core;

namespace Bqx.Plugins.NoOp;

/// <summary>Kind <c>noop</c>: a model that answers at once, for tests and to measure the server without inference.</summary>
public sealed class NoOpPlugin : IModelPlugin
{
    /// <summary>The kind it runs.</summary>
    public const string KindName = "noop";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IModel Load(ModelPackage package) => new NoOpModel(package.Manifest.Version);
}
