using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;

namespace Bqx.Server.Guard;

/// <summary>
/// A label that has moved, while it is watched. The model before is held, computing beside, so that both can be judged by the same minutes.
/// </summary>
internal sealed class GuardWindow : IDisposable
{
    private readonly string _label;
    private readonly ModelId _model;
    private readonly ModelId _previous;
    private readonly BarTally _tally;
    private readonly SkillComparison? _skill;
    private readonly IDisposable _held;
    private readonly Action<Breach> _onBreach;
    private int _over;

    /// <param name="label">The label.</param>
    /// <param name="model">What it is on.</param>
    /// <param name="previous">What it was on, with the reference that keeps it loaded.</param>
    /// <param name="until">When the window ends.</param>
    /// <param name="schema">The features that the outcomes are read from.</param>
    /// <param name="options">What is let pass.</param>
    /// <param name="onBreach">Told once, from the thread that found it.</param>
    public GuardWindow(
        string label,
        LoadedModel model,
        (LoadedModel Model, IDisposable Held) previous,
        DateTimeOffset until,
        FeatureSchema schema,
        GuardOptions options,
        Action<Breach> onBreach)
    {
        (_label, _model, _previous, _held, _onBreach) = (label, model.Id, previous.Model.Id, previous.Held, onBreach);
        Until = until;
        _tally = new BarTally(options);
        var comparable = model.Target == previous.Model.Target
            && schema.Names.Contains(FeatureNames.Bqx(model.Target.Window), StringComparer.Ordinal);
        _skill = comparable ? new SkillComparison(model.Target, schema, options) : null;
    }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Takes in what became of a bar. Called by the pipeline's thread.</summary>
    public void Ran(ModelId model, TimeSpan took, FaultException? failed)
    {
        if (model == _model)
        {
            Judge(_tally.Add(took, failed));
        }
    }

    /// <summary>Takes in what the model before says of a bar. Called by the task of the models beside.</summary>
    public void Compare(FeatureFrame frame, PairPrediction?[] previous, PredictionSnapshot served)
    {
        if (_skill is not null && served.ByLabel.TryGetValue(_label, out var candidate) && candidate.Model == _model)
        {
            Judge(_skill.Add(frame, previous, candidate));
        }
    }

    /// <summary>Lets the model before go.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _over, 1);
        _held.Dispose();
    }

    private void Judge(string? reason)
    {
        if (reason is not null && Interlocked.Exchange(ref _over, 1) == 0)
        {
            _onBreach(new Breach(_label, _model, _previous, reason));
        }
    }
}
