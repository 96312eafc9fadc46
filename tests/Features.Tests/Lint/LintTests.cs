using Bqx.Core;
using Bqx.Features.Lint;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests.Lint;

/// <summary>No feature is dead or a copy of another, and every exact linear relation is declared: on synthetic bars.</summary>
public sealed class LintTests
{
    private static readonly Lazy<LintReport> Report = new(() => FeatureLint.Judge(Sample()));

    [Fact]
    public void Lint_SyntheticBars_FindsNoDeadFeature() => Report.Value.Dead.ShouldBeEmpty();

    [Fact]
    public void Lint_SyntheticBars_FindsNoUndeclaredTwins() => Report.Value.Twins.ShouldBeEmpty();

    [Fact]
    public void Lint_SyntheticBars_RankLacksExactlyTheDeclaredRelations()
    {
        Report.Value.Undeclared.ShouldBeEmpty();
        Report.Value.Rank.ShouldBe(
            FeatureCatalogue.All.Length - FeatureCatalogue.All.Count(feature => feature.LinearRelation is not null));
        Report.Value.Passed.ShouldBeTrue();
    }

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

    [Fact]
    public void Judge_FewerVectorsThanFeatures_IsRefused() =>
        Should.Throw<ArgumentException>(() => FeatureLint.Judge(new FeatureMoments(FeatureCatalogue.Schema.Count)))
            .Message.ShouldContain("cannot show the rank");

    private static FeatureMoments Sample()
    {
        var engine = new FeatureEngine();
        var from = MarketCalendar.WeekOpen(898);
        var moments = new FeatureMoments(FeatureCatalogue.Schema.Count);
        var values = new float[FeatureCatalogue.Schema.Count];
        var step = 0;
        foreach (var minute in new SyntheticMarket(41, SyntheticOptions.Default).Generate(from, from + (21 * 1440)))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            if (step++ % 5 == 0 && engine.TryRead(Pair.FromIndex(step / 5 % Pair.Count), values))
            {
                moments.Add(values);
            }
        }

        return moments;
    }
}
