using System.Collections.Frozen;
using Bqx.Core;
using Bqx.Server.Labels;

namespace Bqx.Server.Predictions;

/// <summary>Everything that requests read: the predictions of every served model at one bar close. Immutable.</summary>
internal sealed class PredictionSnapshot
{
    /// <summary>The label that is meant when a request names none.</summary>
    public const string DefaultLabel = "production";

    private readonly FrozenDictionary<string, ModelPredictions> _byName;
    private readonly ModelPredictions? _default;

    // Continuations run elsewhere: publishing never executes a subscriber's code.
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="sequence">Number of the snapshot.</param>
    /// <param name="frame">What the predictions were made from; null while there is nothing.</param>
    /// <param name="byLabel">Predictions of the model of each label.</param>
    public PredictionSnapshot(long sequence, FeatureFrame? frame, IReadOnlyDictionary<string, ModelPredictions> byLabel)
    {
        Sequence = sequence;
        Frame = frame;
        ByLabel = byLabel;
        _default = byLabel.GetValueOrDefault(DefaultLabel);
        HasCanary = byLabel.TryGetValue(LabelNames.Canary, out var canary) && canary.Values.All(one => one.Close == frame?.Close);
        _byName = byLabel
            .Concat(byLabel.Values.DistinctBy(model => model.Model).Select(model => KeyValuePair.Create(model.Model.ToString(), model)))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Grows by one with every publication.</summary>
    public long Sequence { get; }

    /// <summary>What the predictions were made from; null while there is nothing.</summary>
    public FeatureFrame? Frame { get; }

    /// <summary>Predictions of the model of each label.</summary>
    public IReadOnlyDictionary<string, ModelPredictions> ByLabel { get; }

    /// <summary>Whether there is a canary that has predicted from the present features: one that failed on them answers nobody.</summary>
    public bool HasCanary { get; }

    /// <summary>Completes when a later snapshot is published.</summary>
    public Task Superseded => _superseded.Task;

    /// <summary>What is served before anything was predicted.</summary>
    public static PredictionSnapshot Empty() => new(0, null, FrozenDictionary<string, ModelPredictions>.Empty);

    /// <summary>Finds a model by label or name@version; empty means the default label.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>.</exception>
    public ModelPredictions Find(string name)
    {
        var found = name.Length == 0 || name == DefaultLabel ? _default : _byName.GetValueOrDefault(name);
        return found ?? throw Unknown(name);
    }

    internal void Supersede() => _superseded.TrySetResult();

    private FaultException Unknown(string name)
    {
        var served = ByLabel.Count == 0 ? "nothing yet" : string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal).Take(8));
        return new FaultException(
            Fault.UnknownModel,
            $"No model is served as '{FaultException.Excerpt(name.Length == 0 ? DefaultLabel : name)}'; served: {served}.");
    }
}
