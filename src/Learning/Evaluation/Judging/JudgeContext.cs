using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>What all judges share: rows, slices, the sums they reuse, and the figures found.</summary>
internal sealed class JudgeContext
{
    private readonly ImmutableArray<Figure>.Builder _figures = ImmutableArray.CreateBuilder<Figure>();
    private readonly ImmutableArray<CoverageCurve>.Builder _curves = ImmutableArray.CreateBuilder<CoverageCurve>();

    public JudgeContext(EvaluationRows rows)
    {
        Rows = rows;
        Primary = rows.Targets.Contains(Target.Primary) ? Target.Primary : rows.Targets[0];
        Map = new SliceMap(rows, Primary);
        (First, Second, Third) = (new SliceSums(Map), new SliceSums(Map), new SliceSums(Map));
    }

    public EvaluationRows Rows { get; }

    public Target Primary { get; }

    public SliceMap Map { get; }

    public SliceSums First { get; }

    public SliceSums Second { get; }

    public SliceSums Third { get; }

    public int Lags(Target target) => SerialCorrelation.Lags(target, Rows.Stride);

    public MinuteSums Minutes() => new(Map.SlotCount);

    public void Add(Figure figure) => _figures.Add(figure);

    public void Add(CoverageCurve curve) => _curves.Add(curve);

    /// <summary>Adds a figure of all rows.</summary>
    public void Add(Subject subject, string metric, Estimate estimate, string baseline, double baselineValue) =>
        Add(new Figure(
            subject.Model, subject.Target, metric, Metrics.All, estimate.Value, estimate.Error, null, baseline, baselineValue, Rows.Count));

    /// <summary>Adds the outcome of a test on all rows; of the benchmark itself it would be 0.</summary>
    public void Add(Subject subject, string metric, TestOutcome test, string baseline) =>
        Add(new Figure(subject.Model, subject.Target, metric, Metrics.All, test.Statistic, null, test.PValue, baseline, 0, Rows.Count));

    /// <summary>Adds a figure of every slice.</summary>
    /// <param name="subject">Of whom and what.</param>
    /// <param name="metric">Its name.</param>
    /// <param name="sums">Where it comes from.</param>
    /// <param name="lags">Serial correlation counted.</param>
    /// <param name="baseline">The benchmark.</param>
    /// <param name="baselineValue">The benchmark's figure by slice.</param>
    public void AddSlices(Subject subject, string metric, SliceSums sums, int lags, string baseline, Func<int, double> baselineValue)
    {
        for (var slice = 0; slice < Map.Count; slice++)
        {
            var (value, error) = sums.Estimate(slice, lags);
            Add(new Figure(
                subject.Model, subject.Target, metric, Map.Names[slice], value, error, null, baseline, baselineValue(slice), Map.Counts[slice]));
        }
    }

    public Judgement Finish() => new(_figures.ToImmutable(), _curves.ToImmutable());
}
