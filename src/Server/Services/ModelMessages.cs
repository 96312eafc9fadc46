using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Services;

/// <summary>Models and labels as messages.</summary>
internal static class ModelMessages
{
    public static V1.ModelInfo Of(ModelStatus status, IEnumerable<ModelLabel> labels) => new()
    {
        Name = status.Id.Name,
        Version = status.Id.Version,
        Digest = status.Digest?.ToString() ?? "",
        Kind = status.Kind ?? "",
        Target = status.Target ?? "",
        State = Of(status.State),
        Reason = status.Reason ?? "",
        Labels = { LabelsOn(status.Id, labels) },
    };

    /// <summary>A package that this server has not met.</summary>
    public static V1.ModelInfo Unmet(ModelId id, IEnumerable<ModelLabel> labels) => new()
    {
        Name = id.Name,
        Version = id.Version,
        Labels = { LabelsOn(id, labels) },
    };

    public static V1.ModelLabel Of(ModelLabel label) => new()
    {
        Label = label.Label,
        Current = label.Current?.ToString() ?? "",
        Previous = label.Previous?.ToString() ?? "",
        Requested = label.Requested?.ToString() ?? "",
        Reason = label.Reason ?? "",
        Revision = label.Revision,
    };

    public static V1.ModelMetric Of(ModelMetric metric)
    {
        var message = new V1.ModelMetric
        {
            Name = metric.Name,
            Block = metric.Block,
            Value = metric.Value,
            BaselineName = metric.BaselineName,
            Baseline = metric.Baseline,
        };
        if (metric.Error is { } error)
        {
            message.Error = error;
        }

        return message;
    }

    private static IEnumerable<string> LabelsOn(ModelId id, IEnumerable<ModelLabel> labels) =>
        labels.Where(label => label.Current == id).Select(label => label.Label);

    private static V1.ModelState Of(ModelState state) => state switch
    {
        ModelState.Verifying => V1.ModelState.Verifying,
        ModelState.Warming => V1.ModelState.Warming,
        ModelState.Ready => V1.ModelState.Ready,
        ModelState.Draining => V1.ModelState.Draining,
        ModelState.Unloaded => V1.ModelState.Unloaded,
        _ => V1.ModelState.Failed,
    };
}
