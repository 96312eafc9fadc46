using Bqx.TestKit;

namespace Bqx.Features.Tests;

public sealed class FeatureReferenceTests
{
    [Fact]
    public void Markdown_EveryFeature_HasOneRowWithItsFormula()
    {
        var rows = FeatureReference.Markdown().Split('\n').Where(line => line.Contains(" | `", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBe(FeatureCatalogue.All.Length);
        foreach (var (feature, row) in FeatureCatalogue.All.Zip(rows))
        {
            row.ShouldStartWith($"| {feature.Id} | `{feature.Name}` | {feature.Formula.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }
    }

    [Fact]
    public void Docs_FeaturesPage_IsTheCatalogues() =>
        File.ReadAllText(Path.Combine(TestRepository.Root, "docs", "features.md")).ShouldBe(
            FeatureReference.Markdown(), "run './bqx features docs --out docs/features.md'");
}
