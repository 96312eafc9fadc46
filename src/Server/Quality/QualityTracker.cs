using System.Collections.Frozen;
using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Predictions;

namespace Bqx.Server.Quality;

/// <summary>
/// Sets what was published under each served label beside its outcome, once that is known, in O(1) a bar. The
/// pipeline's thread alone writes, after it has published; readers take an immutable snapshot.
/// </summary>
internal sealed class QualityTracker(PredictionBoard board, PredictionHistory history, FeatureSchema schema)
{
    private readonly Dictionary<string, LabelQuality> _labels = new(StringComparer.Ordinal);

    // Replaced whole.
    private volatile IReadOnlyDictionary<string, QualitySnapshot> _current = FrozenDictionary<string, QualitySnapshot>.Empty;
    private int _last;

    /// <summary>By label; those without a known outcome are absent.</summary>
    public IReadOnlyDictionary<string, QualitySnapshot> Current => _current;

    /// <summary>
    /// Takes in the outcomes that are known with a frame. Called by the pipeline's thread after its predictions are
    /// published.
    /// </summary>
    public void Add(FeatureFrame frame)
    {
        if (!MarketCalendar.TryGetNumber(frame.Close, out var number) || number < _last)
        {
            return;
        }

        _last = number;
        var served = board.Current.ByLabel;
        foreach (var gone in _labels.Keys.Where(label => !served.ContainsKey(label)).ToList())
        {
            _labels.Remove(gone);
        }

        foreach (var (label, predictions) in served)
        {
            if (predictions.Values.FirstOrDefault() is { Target: var target } && IsKnown(target))
            {
                Settle(label, target, number, frame);
            }
        }

        _current = _labels.ToDictionary(entry => entry.Key, entry => entry.Value.ToSnapshot(), StringComparer.Ordinal);
    }

    private bool IsKnown(Target target) => schema.Names.Contains(FeatureNames.Bqx(target.Window), StringComparer.Ordinal);

    private void Settle(string label, Target target, int number, FeatureFrame frame)
    {
        var published = new PublishedQuery(label).Find(history.Find(number - target.Horizon.Minutes));
        if (_labels.TryGetValue(label, out var quality) && quality.Target == target)
        {
            quality.Settle(number, frame, published);
        }
        else if (published is not null)
        {
            quality = new LabelQuality(target, schema);
            quality.Settle(number, frame, published);
            _labels[label] = quality;
        }
        else
        {
            _labels.Remove(label);
        }
    }
}
