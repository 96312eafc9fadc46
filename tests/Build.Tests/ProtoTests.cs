using System.Text.RegularExpressions;

namespace Bqx.Build.Tests;

/// <summary>The contracts that are ours to write: bqx.v1, and our text of the Open Inference Protocol.</summary>
public sealed partial class ProtoTests
{
    private const string Baseline = "protos/baseline.txt";

    private static readonly List<ProtoFile> Files =
    [
        .. Repository.Files("*.proto")
            .Where(path => path.StartsWith("protos/bqx/", StringComparison.Ordinal) || path.StartsWith("protos/inference/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(ProtoFile.Read),
    ];

    private static IEnumerable<ProtoEntry> Entries => Files.SelectMany(file => file.Entries);

    // The names of the Open Inference Protocol are not ours.
    private static IEnumerable<ProtoEntry> OwnEntries => Entries.Where(entry => entry.Scope.StartsWith("bqx.", StringComparison.Ordinal));

    [Fact]
    public void Files_Statements_AreAllUnderstood()
    {
        Files.Count.ShouldBe(8);
        Files.SelectMany(file => file.Unread).ShouldBeEmpty();
        Entries.Count(entry => entry.Kind == "field").ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Files_Package_IsTheFolder() =>
        Files.Where(file => $"protos/{file.Package.Replace('.', '/')}/{Path.GetFileName(file.Path)}" != file.Path).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void Declarations_All_SayWhatTheyAre() =>
        Entries.Where(entry => !Sentence().IsMatch(entry.Comment)).Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Names_All_FollowTheirKind() => Entries.Where(entry => !(entry.Kind switch
    {
        "field" or "oneof" => Snake().IsMatch(entry.Name),
        "value" => Upper().IsMatch(entry.Name),
        _ => Pascal().IsMatch(entry.Name),
    })).Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Enums_Values_StartWithTheirEnumAndZeroIsUnspecified() => OwnEntries
        .Where(entry => entry.Kind == "value")
        .Where(entry => !entry.Name.StartsWith(PrefixOf(entry.Scope), StringComparison.Ordinal)
            || (entry.Number == 0) != (entry.Name == PrefixOf(entry.Scope) + "UNSPECIFIED"))
        .Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Tags_OfOneScope_AreUsedOnce() => Entries
        .Where(entry => entry.Kind is "field" or "value")
        .GroupBy(entry => (entry.Scope, entry.Number)).Where(same => same.Count() > 1).Select(same => same.Last().Line).ShouldBeEmpty();

    [Fact]
    public void Tags_OfFields_AreValid() =>
        Entries.Where(entry => entry.Kind == "field" && entry.Number is < 1 or >= 19_000).Select(entry => entry.Line).ShouldBeEmpty();

    /// <summary>What clients were built against stays as it is: a line of the baseline is never changed or taken away.</summary>
    [Fact]
    public void Contract_Baseline_IsKept()
    {
        var present = Entries.Select(entry => entry.Line).ToHashSet(StringComparer.Ordinal);

        BaselineLines().Where(line => !present.Contains(line)).ShouldBeEmpty("Clients rely on these: keep them, and add instead of changing.");
    }

    [Fact]
    public void Contract_Additions_AreInTheBaseline()
    {
        var known = BaselineLines().ToHashSet(StringComparer.Ordinal);

        Entries.Select(entry => entry.Line).Where(line => !known.Contains(line)).ShouldBeEmpty($"Add these lines to {Baseline}.");
    }

    private static IEnumerable<string> BaselineLines() =>
        Repository.Read(Baseline).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));

    private static string PrefixOf(string scope) =>
        WordStart().Replace(scope.Split('.')[^1], "_$1").TrimStart('_').ToUpperInvariant() + "_";

    [GeneratedRegex(@"^// .*[.:]$")]
    private static partial Regex Sentence();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex Snake();

    [GeneratedRegex("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")]
    private static partial Regex Upper();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Pascal();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
