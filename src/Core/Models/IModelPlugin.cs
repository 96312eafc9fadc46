namespace Bqx.Core;

/// <summary>Runs the packages of one kind.</summary>
public interface IModelPlugin
{
    /// <summary>The <see cref="ModelManifest.Kind"/> it runs.</summary>
    string Kind { get; }

    /// <summary>Loads a verified package from its bytes.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/> with the reason.</exception>
    IModel Load(ModelPackage package);
}
