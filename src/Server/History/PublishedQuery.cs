using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.History;

/// <summary>Whose predictions are asked for: a label's, whichever model made them, or one model's under any label.</summary>
internal readonly struct PublishedQuery
{
    private readonly string _label;
    private readonly ModelId? _model;

    /// <param name="name">A label or name@version; empty: the default label.</param>
    public PublishedQuery(string name)
    {
        _label = name.Length == 0 ? PredictionSnapshot.DefaultLabel : name;
        _model = ModelId.TryParse(name, out var id) ? id : null;
    }

    /// <summary>What was published first of a minute; null where nothing was.</summary>
    public PublishedModel? Find(PredictionMinute? minute)
    {
        if (minute is null)
        {
            return null;
        }

        foreach (var one in minute.Models)
        {
            if (_model is null ? one.Label == _label : one.Model == _model)
            {
                return one;
            }
        }

        return null;
    }
}
