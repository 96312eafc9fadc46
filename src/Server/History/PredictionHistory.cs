using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.History;

/// <summary>
/// What was published in the last <see cref="Capacity"/> market minutes, as it was first published: that is what
/// clients acted on. A place for each market minute; the pipeline's thread alone writes, by one volatile write of an
/// immutable minute, and readers take no lock. It keeps the values, not the messages: about 12 MB for 28 pairs a
/// label, and at most <see cref="MaxModels"/> of those.
/// </summary>
internal sealed class PredictionHistory
{
    /// <summary>Market minutes that are kept.</summary>
    public const int Capacity = MarketCalendar.MinutesPerDay;

    /// <summary>Most pairs of label and model that are kept of a minute; production comes first.</summary>
    public const int MaxModels = 4;

    private const int Nothing = -1;

    private readonly PredictionMinute?[] _minutes = new PredictionMinute?[Capacity];
    private volatile int _latest = Nothing;

    /// <summary>Number of the latest minute; null while there is none.</summary>
    public int? Latest => _latest is Nothing ? null : _latest;

    /// <summary>Takes in what has been published. Called by the pipeline's thread.</summary>
    public void Add(PredictionSnapshot snapshot)
    {
        if (snapshot.Frame is not { } frame || !MarketCalendar.TryGetNumber(frame.Close, out var number) || number < _latest)
        {
            return;
        }

        var known = Find(number)?.Models ?? [];
        var models = With(known, snapshot, frame.Close);
        if (models.Length > known.Length)
        {
            Volatile.Write(ref _minutes[number % Capacity], new PredictionMinute(number, models));
            _latest = number;
        }
    }

    /// <summary>What was published for a minute; null where nothing was, or where it is too long ago.</summary>
    public PredictionMinute? Find(int number) =>
        number >= 0 && Volatile.Read(ref _minutes[number % Capacity]) is { } minute && minute.Number == number ? minute : null;

    private static ImmutableArray<PublishedModel> With(ImmutableArray<PublishedModel> models, PredictionSnapshot snapshot, Minute close)
    {
        var labels = snapshot.ByLabel
            .OrderBy(entry => entry.Key != PredictionSnapshot.DefaultLabel)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal);
        foreach (var (label, predictions) in labels)
        {
            if (models.Length < MaxModels && !models.Any(known => known.Label == label && known.Model == predictions.Model))
            {
                models = With(models, label, predictions, close);
            }
        }

        return models;
    }

    // A model that failed on the bar has its last predictions, which are of another minute.
    private static ImmutableArray<PublishedModel> With(
        ImmutableArray<PublishedModel> models, string label, ModelPredictions predictions, Minute close)
    {
        var byPair = ImmutableArray.CreateRange(
            Pair.All, pair => predictions[pair]?.Value is { } value && value.Close == close ? value : null);
        return byPair.Any(prediction => prediction is not null) ? models.Add(new PublishedModel(label, predictions.Model, byPair)) : models;
    }
}
