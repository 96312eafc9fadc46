using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;

namespace Bqx.Server.Vectors;

/// <summary>Finds whole models that are loaded.</summary>
internal static class ModelLookup
{
    /// <summary>A whole model by label or name@version; empty: the default label.</summary>
    /// <exception cref="FaultException">It is not loaded, or is a member of another.</exception>
    public static LoadedModel Find(ModelHost host, string name)
    {
        var set = host.Current.ByLabel;
        if (set.TryGetValue(name.Length == 0 ? PredictionSnapshot.DefaultLabel : name, out var labelled))
        {
            return labelled;
        }

        if (ModelId.TryParse(name, out var id) && host.Loaded.Find(id!.Name, id.Version) is { } graph)
        {
            return graph.Model.Id == id
                ? graph.Model
                : throw new FaultException(Fault.InvalidInput, $"{id} is a member of {graph.Model.Id}: ask for that.");
        }

        throw new FaultException(
            Fault.UnknownModel,
            $"No model '{FaultException.Excerpt(name.Length == 0 ? PredictionSnapshot.DefaultLabel : name)}' is loaded: give a label or name@version.");
    }
}
