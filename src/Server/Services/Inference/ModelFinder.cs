using System.Globalization;
using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Services.Inference;

/// <summary>Finds loaded models by the names and versions that callers give.</summary>
internal static class ModelFinder
{
    /// <summary>The graph of a name and version.</summary>
    /// <exception cref="FaultException">Not a version, or not loaded.</exception>
    public static ServedGraph Find(LoadedGraphs loaded, string name, string version) =>
        TryFind(loaded, name, version) ?? throw Unknown(name, version);

    /// <summary>The same; null where it is not loaded.</summary>
    public static ServedGraph? TryFind(LoadedGraphs loaded, string name, string version)
    {
        if (name.Length == 0)
        {
            throw new FaultException(Fault.InvalidInput, "The model's name is empty: give that of a package or a label.");
        }

        return loaded.Find(name, VersionOf(version));
    }

    /// <summary>A positive integer; null where the text is empty.</summary>
    public static int? VersionOf(string version)
    {
        if (version.Length == 0)
        {
            return null;
        }

        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(version)}' is not a version: write a positive integer, or nothing for the one that serves.");
    }

    /// <summary>A model that is not loaded.</summary>
    public static FaultException Unknown(string name, string version) => new(
        Fault.UnknownModel,
        version.Length == 0
            ? $"No model '{FaultException.Excerpt(name)}' is loaded."
            : $"No version {FaultException.Excerpt(version)} of a model '{FaultException.Excerpt(name)}' is loaded.");
}
