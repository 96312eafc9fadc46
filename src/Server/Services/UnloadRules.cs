using Bqx.Core;
using Bqx.Server.Labels;

namespace Bqx.Server.Services;

/// <summary>Which loaded packages may be freed by hand.</summary>
internal static class UnloadRules
{
    /// <summary>Refuses a package that a label is on, or is asked to move to.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>, naming the label.</exception>
    public static void Check(ModelId id, LabelsSnapshot labels)
    {
        var holding = labels.Labels.FirstOrDefault(label => label.Current == id || label.Requested == id);
        if (holding is not null)
        {
            throw new FaultException(Fault.ModelFailed, $"{id} has the label '{holding.Label}': move the label first.");
        }
    }
}
