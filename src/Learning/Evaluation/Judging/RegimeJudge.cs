using Bqx.Core;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Figures of class probabilities, beside climatology.</summary>
internal sealed class RegimeJudge
{
    private readonly JudgeContext _context;
    private readonly double[] _climatology;
    private readonly double _climatologyMean;
    private readonly double _climatologyReliability;

    public RegimeJudge(JudgeContext context, float[] climatology)
    {
        _context = context;
        _climatology = Scores(climatology);
        _climatologyMean = _climatology.Average();
        _climatologyReliability = new ReliabilityBins(context.Map.Classes, climatology).Error();
    }

    /// <returns>Ranked probability score, mean by minute.</returns>
    public double[] Run(string model, float[] probabilities)
    {
        var subject = new Subject(model, Metrics.Regime);
        var lags = _context.Lags(_context.Primary);
        var (skill, score) = (_context.First, _context.Minutes());
        skill.Clear();
        var scores = Scores(probabilities);
        for (var row = 0; row < scores.Length; row++)
        {
            skill.Add(row, _climatology[row] - scores[row], _climatology[row]);
            score.Add(_context.Map.Slots[row], scores[row]);
        }

        _context.Add(subject, Metrics.RankedScore, score.Estimate(lags), Judge.Climatology, _climatologyMean);
        _context.AddSlices(subject, Metrics.RankedScoreSkill, skill, lags, Judge.Climatology, _ => 0);
        var bins = new ReliabilityBins(_context.Map.Classes, probabilities);
        _context.Add(new Figure(
            model, Metrics.Regime, Metrics.Reliability, Metrics.All, bins.Error(), null, null, Judge.Climatology, _climatologyReliability,
            scores.Length));
        foreach (var curve in bins.Curves(model))
        {
            _context.Add(curve);
        }

        return score.Means();
    }

    private double[] Scores(float[] probabilities)
    {
        var scores = new double[_context.Rows.Count];
        for (var row = 0; row < scores.Length; row++)
        {
            var own = probabilities.AsSpan(row * RegimeProbabilities.Count, RegimeProbabilities.Count);
            scores[row] = RankedScore.Of(own, _context.Map.Classes[row]);
        }

        return scores;
    }
}
