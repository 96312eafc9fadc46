using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

/// <summary>Random rows of three pairs over twelve days of two months, and forecasts of them.</summary>
internal static class JudgeCase
{
    public const int Minutes = 1200;
    public const int Stride = 15;
    public static readonly Target Near = Target.MultiHorizon[0];

    public static readonly EvaluationRows Rows = BuildRows();

    public static readonly ModelForecasts Har = new() { Model = "har", LogRv = Values(5, row => Rows.Samples[row].LogRv, 0.5) };

    public static readonly ModelForecasts Climatology = new()
    {
        Model = "climatology",
        Regime = [.. Enumerable.Range(0, Rows.Count).SelectMany(_ => (float[])[0.07f, 0.24f, 0.38f, 0.24f, 0.07f])],
    };

    public static readonly ModelForecasts Martingale = new()
    {
        Model = "martingale",
        Bqx = Rows.Targets.ToDictionary(target => target, target => Rows.Martingale[Rows.Targets.IndexOf(target)]).ToImmutable(),
    };

    // Knows a little of what comes.
    public static readonly ModelForecasts Net = new()
    {
        Model = "net",
        Bqx = Rows.Targets.ToDictionary(target => target, target => Values(7, row => 0.3 * Actual(target)[row], 0.01)).ToImmutable(),
        BqxHalfWidth = Rows.Targets.ToDictionary(target => target, _ => Values(8, row => Rows.Samples[row].Sigma * 400, 0)).ToImmutable(),
        LogRv = Values(9, row => Rows.Samples[row].LogRv, 0.4),
        LogRvHalfWidth = Values(10, _ => 0.6, 0),
        Regime = Probabilities(new Random(11)),
    };

    public static float[] Actual(Target target) => Rows.Actual[Rows.Targets.IndexOf(target)];

    private static System.Collections.Immutable.ImmutableDictionary<Target, float[]> ToImmutable(this Dictionary<Target, float[]> values) =>
        System.Collections.Immutable.ImmutableDictionary.ToImmutableDictionary(values);

    private static float[] Values(int seed, Func<int, double> value, double noise)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows.Count).Select(row => (float)(value(row) + (noise * (random.NextDouble() - 0.5))))];
    }

    private static float[] Probabilities(Random random)
    {
        var all = new List<float>();
        for (var row = 0; row < Rows.Count; row++)
        {
            double[] weights = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())];
            all.AddRange(weights.Select(weight => (float)(weight / weights.Sum())));
        }

        return [.. all];
    }

    private static EvaluationRows BuildRows()
    {
        var random = new Random(1);
        var monday = Minute.Exact(new DateTimeOffset(2017, 7, 24, 0, 0, 0, TimeSpan.Zero));
        var first = MarketCalendar.NumberOf(monday);
        var samples = new List<Sample>();
        var (actual, martingale) = (new List<float>[] { [], [] }, new List<float>[] { [], [] });
        for (var minute = 0; minute < Minutes; minute++)
        {
            // A hole of 40 minutes, as between two test blocks.
            var number = ((first / Stride) + minute + (minute > 700 ? 40 : 0)) * Stride;
            foreach (var pair in (Pair[])[Pair.All[0], Pair.All[5], Pair.All[27]])
            {
                var values = new float[4];
                foreach (ref var value in values.AsSpan())
                {
                    value = (float)((random.NextDouble() - 0.5) * 0.06);
                }

                samples.Add(new Sample(
                    pair, MarketCalendar.CloseOf(number), number, 5e-5f, values[1], values[0], (float)(-7 + random.NextDouble()), 0, default));
                for (var target = 0; target < actual.Length; target++)
                {
                    actual[target].Add(values[2 * target]);
                    martingale[target].Add(values[(2 * target) + 1] / 3);
                }
            }
        }

        return new EvaluationRows(
            [Target.Primary, Near], 0.9, Stride, samples, [.. actual.Select(list => list.ToArray())], [.. martingale.Select(list => list.ToArray())]);
    }
}
