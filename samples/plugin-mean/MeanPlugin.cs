using Bqx.Core;

namespace Bqx.Samples.Mean;

/// <summary>
/// Kind <c>mean</c>: BQX is the mean of the features, log RV minus that, and every regime as likely as another. Not a forecast: it shows how
/// a model kind of one's own comes into the server.
/// </summary>
public sealed class MeanPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public string Kind => "mean";

    /// <inheritdoc/>
    public IModel Load(ModelPackage package) => new MeanModel((int)package.Manifest.Inputs[0].Shape[1]);
}
