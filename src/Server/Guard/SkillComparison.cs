using System.Globalization;
using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.Guard;

/// <summary>
/// Mean squared errors of two models of one target on the same minutes and pairs, each error in units of σ̂·√V, the deviation of the
/// martingale's. A forecast's outcome is the feature BQX over the target's window, as it is once the horizon has passed. Used by the
/// task of the models beside alone.
/// </summary>
internal sealed class SkillComparison(Target target, FeatureSchema schema, GuardOptions options)
{
    private readonly int _outcome = schema.IndexOf(FeatureNames.Bqx(target.Window));
    private readonly double _root = Math.Sqrt(Martingale.ErrorVariance(target));

    // Forecasts whose outcome is not known yet, by the number of the market minute when it will be.
    private readonly Dictionary<int, Forecasts> _open = [];
    private int _errors;
    private double _candidate;
    private double _incumbent;

    /// <summary>Minutes whose outcomes are known.</summary>
    public int Minutes { get; private set; }

    /// <summary>Takes in what both models say at a bar, after the outcomes that are known with it.</summary>
    /// <returns>Why the candidate has to go; null while it may stay.</returns>
    public string? Add(FeatureFrame frame, PairPrediction?[] incumbent, ModelPredictions candidate)
    {
        if (!MarketCalendar.TryGetNumber(frame.Close, out var number))
        {
            return null;
        }

        Settle(frame, number);
        _open[number + target.Horizon.Minutes] = new Forecasts(incumbent, candidate);
        var (mine, before) = (_candidate / Math.Max(1, _errors), _incumbent / Math.Max(1, _errors));
        return Minutes >= options.SkillMinutes && mine > (1 + options.SkillLoss) * before
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"its mean squared error is {mine:G4} over {Minutes} minutes, that of the model before {before:G4}: above {1 + options.SkillLoss:G4} times that.")
            : null;
    }

    private void Settle(FeatureFrame frame, int number)
    {
        var settled = _open.Remove(number, out var forecasts) && forecasts.Both() is { Count: > 0 } both && Compare(frame, both) > 0;
        Minutes += settled ? 1 : 0;
        foreach (var missed in _open.Keys.Where(due => due <= number).ToList())
        {
            _open.Remove(missed);
        }
    }

    private int Compare(FeatureFrame frame, List<(PairPrediction Incumbent, PairPrediction Candidate)> both)
    {
        var compared = 0;
        foreach (var (incumbent, candidate) in both.Where(pair => frame.Status(pair.Candidate.Pair).IsComplete))
        {
            var outcome = frame.Row(candidate.Pair).Span[_outcome];
            _candidate += Squared(candidate, outcome);
            _incumbent += Squared(incumbent, outcome);
            _errors++;
            compared++;
        }

        return compared;
    }

    private double Squared(PairPrediction forecast, double outcome)
    {
        var error = (forecast.Bqx - outcome) / (forecast.Sigma * _root);
        return error * error;
    }

    private sealed record Forecasts(PairPrediction?[] Incumbent, ModelPredictions Candidate)
    {
        // Of pairs that both have a forecast of, made at the same bar.
        public List<(PairPrediction Incumbent, PairPrediction Candidate)> Both() =>
        [
            .. from pair in Pair.All
               let before = Incumbent[pair.Index]
               let mine = Candidate[pair]?.Value
               where before is not null && mine is not null && before.Close == mine.Close
               select (before, mine),
        ];
    }
}
