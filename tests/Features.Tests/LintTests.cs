using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests;

/// <summary>No feature is dead or a copy of another, and every exact linear relation is declared.</summary>
public sealed class LintTests
{
    private static readonly int Width = FeatureCatalogue.Schema.Count;

    private static readonly Lazy<(double[,] Correlation, double[] Variances)> Moments = new(ComputeMoments);

    [Fact]
    public void Variance_EveryFeature_IsAboveTheLint()
    {
        foreach (var feature in FeatureCatalogue.All)
        {
            Moments.Value.Variances[FeatureCatalogue.Schema.IndexOf(feature.Name)].ShouldBeGreaterThan(1e-12, feature.Name);
        }
    }

    [Fact]
    public void Correlation_NearOne_OnlyWhereALinearRelationIsDeclared()
    {
        for (var i = 0; i < Width; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Math.Abs(Moments.Value.Correlation[i, j]) > 0.9999)
                {
                    var (one, other) = (FeatureCatalogue.All[i], FeatureCatalogue.All[j]);
                    (one.LinearRelation ?? other.LinearRelation).ShouldNotBeNull($"{one.Name} ~ {other.Name}");
                }
            }
        }
    }

    [Fact]
    public void Rank_OfTheCatalogue_LacksExactlyTheDeclaredRelations() =>
        Rank().ShouldBe(Width - FeatureCatalogue.All.Count(feature => feature.LinearRelation is not null));

    [Fact]
    public void LinearRelation_EveryDeclared_NamesFeaturesOfTheSameVector()
    {
        foreach (var feature in FeatureCatalogue.All.Where(feature => feature.LinearRelation is not null))
        {
            var named = feature.LinearRelation!.Split(' ', '(', ')').Where(word => word.Contains('_', StringComparison.Ordinal)).ToList();
            named.ShouldNotBeEmpty();
            named.ForEach(name => FeatureCatalogue.Find(name).ShouldNotBe(feature));
        }
    }

    // Pivoted Cholesky of the correlation matrix: what is left of a dependent column is rounding.
    private int Rank()
    {
        var left = (double[,])Moments.Value.Correlation.Clone();
        for (var rank = 0; rank < Width; rank++)
        {
            var pivot = Enumerable.Range(0, Width).MaxBy(i => left[i, i]);
            if (left[pivot, pivot] < 1e-9)
            {
                return rank;
            }

            var column = Enumerable.Range(0, Width).Select(i => left[i, pivot] / Math.Sqrt(left[pivot, pivot])).ToArray();
            for (var i = 0; i < Width; i++)
            {
                for (var j = 0; j < Width; j++)
                {
                    left[i, j] -= column[i] * column[j];
                }
            }

            left[pivot, pivot] = double.MinValue;
        }

        return Width;
    }

    private static (double[,] Correlation, double[] Variances) ComputeMoments()
    {
        var rows = Sample();
        var means = Enumerable.Range(0, Width).Select(i => rows.Average(row => (double)row[i])).ToArray();
        var sums = new double[Width, Width];
        foreach (var row in rows)
        {
            var centred = row.Select((value, i) => value - means[i]).ToArray();
            for (var i = 0; i < Width; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    sums[i, j] += centred[i] * centred[j];
                }
            }
        }

        var result = new double[Width, Width];
        for (var i = 0; i < Width; i++)
        {
            for (var j = 0; j < Width; j++)
            {
                result[i, j] = sums[Math.Max(i, j), Math.Min(i, j)] / Math.Sqrt(sums[i, i] * sums[j, j]);
            }
        }

        return (result, [.. Enumerable.Range(0, Width).Select(i => sums[i, i] / rows.Count)]);
    }

    private static List<float[]> Sample()
    {
        var engine = new FeatureEngine();
        var from = MarketCalendar.WeekOpen(898);
        var rows = new List<float[]>();
        var step = 0;
        foreach (var minute in new SyntheticMarket(41, SyntheticOptions.Default).Generate(from, from + (21 * 1440)))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            var values = new float[Width];
            if (step++ % 5 == 0 && engine.TryRead(Pair.FromIndex(step / 5 % Pair.Count), values))
            {
                rows.Add(values);
            }
        }

        return rows;
    }
}
