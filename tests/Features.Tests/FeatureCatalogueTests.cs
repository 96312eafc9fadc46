using Bqx.Core;

namespace Bqx.Features.Tests;

public sealed class FeatureCatalogueTests
{
    // The grid of the catalogue: 730 base features and 72 cross-pair features.
    public static readonly TheoryData<FeatureFamily, int> Grid = new()
    {
        { FeatureFamily.Bqx, 37 },
        { FeatureFamily.Regression, 72 },
        { FeatureFamily.BqxRegression, 72 },
        { FeatureFamily.CrossWindow, 36 },
        { FeatureFamily.TermCovariance, 12 },
        { FeatureFamily.LaggedBqx, 60 },
        { FeatureFamily.LaggedReturns, 60 },
        { FeatureFamily.HorizonReturns, 12 },
        { FeatureFamily.LaggedRegression, 48 },
        { FeatureFamily.Volatility, 44 },
        { FeatureFamily.Moments, 24 },
        { FeatureFamily.Bands, 40 },
        { FeatureFamily.Oscillators, 25 },
        { FeatureFamily.MovingAverages, 24 },
        { FeatureFamily.Regime, 26 },
        { FeatureFamily.Time, 20 },
        { FeatureFamily.CrossPairLinear, 44 },
        { FeatureFamily.PriceBqx, 28 },
        { FeatureFamily.LongerBars, 30 },
        { FeatureFamily.Microstructure, 16 },
        { FeatureFamily.MomentumProducts, 24 },
        { FeatureFamily.RelativeVolatility, 12 },
        { FeatureFamily.CorrelationDrift, 12 },
        { FeatureFamily.LeadLag, 24 },
    };

    [Theory]
    [MemberData(nameof(Grid))]
    public void Family_Count_IsThatOfTheCatalogue(FeatureFamily family, int count) =>
        FeatureCatalogue.NamesOf(family).Length.ShouldBe(count);

    [Fact]
    public void Schema_Order_FollowsTheDefinitions()
    {
        var count = Grid.Sum(row => row.Data.Item2);
        FeatureCatalogue.Schema.Count.ShouldBe(count);
        FeatureCatalogue.Schema.Names.ShouldBe(FeatureCatalogue.All.Select(feature => feature.Name));
        FeatureCatalogue.All.Select(feature => feature.Id).ShouldBeInOrder();
        FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(new Window(60))).ShouldBe(18);
        FeatureCatalogue.Schema.IndexOf("reg_price_w150_quad_term").ShouldBe(37 + 24 + 5);
    }

    [Fact]
    public void Definitions_Identity_IsUnique()
    {
        FeatureCatalogue.All.Select(feature => feature.Id).ShouldBeUnique();
        FeatureCatalogue.All.Select(feature => feature.Name).ShouldBeUnique();
        FeatureCatalogue.All.ShouldAllBe(feature => feature.Id / 1000 == (int)feature.Family);
        FeatureCatalogue.All.ShouldAllBe(feature => feature.Formula.Length > 0 && feature.Lookback > 0);
    }

    [Fact]
    public void LongestLookback_IsADayOfReturns()
    {
        FeatureCatalogue.LongestLookback.ShouldBe(1441);
        Ring.Depth.ShouldBeGreaterThan(FeatureCatalogue.LongestLookback);
        Ring.Capacity.ShouldBeGreaterThan(Ring.Depth);
    }

    [Fact]
    public void Find_UnknownName_SaysSo() =>
        Should.Throw<FaultException>(() => FeatureCatalogue.Find("nope")).Message.ShouldContain("'nope'");
}
