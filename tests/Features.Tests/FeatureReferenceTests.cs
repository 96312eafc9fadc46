namespace Bqx.Features.Tests;

public sealed class FeatureReferenceTests
{
    [Fact]
    public void Markdown_EveryFeature_HasOneRowWithItsFormula()
    {
        var rows = FeatureReference.Markdown().Split('\n').Where(line => line.Contains(" | `", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBe(FeatureCatalogue.All.Length);
        foreach (var feature in FeatureCatalogue.All)
        {
            var row = rows.Where(line => line.Contains($"`{feature.Name}` |", StringComparison.Ordinal)).ShouldHaveSingleItem();
            row.ShouldContain(feature.Formula.Replace("|", "\\|", StringComparison.Ordinal));
            row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|').ShouldBe(10);
        }
    }
}
