using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.Onnx;

namespace Bqx.Trainer.Packages;

/// <summary>Verifies and warms a package as a server would, in this process.</summary>
internal static class PackageCheck
{
    /// <summary>Loads a package, runs its probes and lets it go.</summary>
    /// <exception cref="FaultException">A server would refuse it; with the reason.</exception>
    public static async Task<ModelPackage> RunAsync(
        IModelRepository models, TrustedKeys keys, ModelId id, CancellationToken cancellationToken)
    {
        using var host = new ModelHost(
            models, FeatureCatalogue.Schema, new PackageLimits(), OnnxModelPlugin.ForAllKinds(new OnnxPluginOptions()), keys);
        return await host.CheckAsync(id, cancellationToken);
    }
}
