using Bqx.Core;

namespace Bqx.Features.Tests;

public sealed class FeatureCatalogueTests
{
    [Theory]
    [InlineData(FeatureFamily.Bqx, 37)]
    [InlineData(FeatureFamily.Regression, 72)]
    [InlineData(FeatureFamily.LaggedReturns, 60)]
    [InlineData(FeatureFamily.Volatility, 1)]
    [InlineData(FeatureFamily.Time, 20)]
    public void Family_Count_IsThatOfTheCatalogue(FeatureFamily family, int count) =>
        FeatureCatalogue.NamesOf(family).Length.ShouldBe(count);

    [Fact]
    public void Schema_Order_FollowsTheDefinitions()
    {
        FeatureCatalogue.Schema.Count.ShouldBe(190);
        FeatureCatalogue.Schema.Names.ShouldBe(FeatureCatalogue.All.Select(feature => feature.Name));
        FeatureCatalogue.Schema.IndexOf(FeatureNames.Sigma).ShouldBe(37 + 72 + 60);
        FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(new Window(60))).ShouldBe(18);
        FeatureCatalogue.Schema.IndexOf("reg_price_w150_quad_term").ShouldBe(37 + 24 + 5);
    }

    [Fact]
    public void Definitions_Identity_IsUnique()
    {
        FeatureCatalogue.All.Select(feature => feature.Id).Distinct().Count().ShouldBe(190);
        FeatureCatalogue.All.Select(feature => feature.Name).Distinct().Count().ShouldBe(190);
        FeatureCatalogue.All.ShouldAllBe(feature => feature.Id / 1000 == (int)feature.Family);
        FeatureCatalogue.All.ShouldAllBe(feature => feature.Formula.Length > 0 && feature.Lookback > 0);
    }

    [Fact]
    public void LongestLookback_IsThatOfTheLongestRegression() => FeatureCatalogue.LongestLookback.ShouldBe(630);

    [Fact]
    public void Find_UnknownName_SaysSo() =>
        Should.Throw<FaultException>(() => FeatureCatalogue.Find("nope")).Message.ShouldContain("'nope'");
}
