using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Statistics;
using Bqx.TestKit;

namespace Bqx.Learning.Tests.Evaluation;

public sealed partial class EvaluationDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(TestRepository.Root, "docs", "evaluation.md"));

    [Fact]
    public void Document_Metrics_AreThoseOfTheJudge()
    {
        string[] names = [.. typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

        names.Where(name => !Text.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
        FirstCell().Matches(Text).SelectMany(row => Name().Matches(row.Value)).Select(name => name.Groups[1].Value)
            .Except(names).ShouldBeEmpty();
    }

    [Fact]
    public void Document_IndependentObservations_AreWhatTheCodeComputes()
    {
        var rows = InflationRow().Matches(Text);
        rows.Select(row => row.Groups[1].Value).ShouldBe(Target.MultiHorizon.Select(target => target.ToString()));
        foreach (Match row in rows)
        {
            Target.TryParse(row.Groups[1].Value, out var target).ShouldBeTrue();
            Number(row.Groups[2]).ShouldBe(EffectiveSize.Inflation(target, 1), 0.005);
            Number(row.Groups[3]).ShouldBe(EffectiveSize.Inflation(target, 15), 0.0005);
        }
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| `[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| (bqx\d+_h\d+) \| ([\d.]+) \| ([\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex InflationRow();
}
