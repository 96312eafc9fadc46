using System.Text.RegularExpressions;

namespace Bqx.Build.Tests;

/// <summary>Rules about the repository as a whole that no compiler checks.</summary>
public sealed partial class RepositoryTests
{
    [Fact]
    public void Solution_Projects_AreAllThere()
    {
        var solution = Repository.Read("Bqx.sln").Replace('\\', '/');

        foreach (var project in Repository.Files("*.csproj").Where(path => !path.Contains("/peers/")))
        {
            solution.ShouldContain(project);
        }
    }

    [Fact]
    public void Solution_Format_IsClassic() =>
        Repository.Read("Bqx.sln").TrimStart('\uFEFF', '\r', '\n').ShouldStartWith("Microsoft Visual Studio Solution File");

    [Fact]
    public void Projects_LockFiles_AreCommitted()
    {
        var locks = Repository.Files("*packages.lock.json").Select(Path.GetDirectoryName).ToHashSet();

        Repository.Files("*.csproj").Select(Path.GetDirectoryName).Where(folder => !locks.Contains(folder)).ShouldBeEmpty();
    }

    [Fact]
    public void Sources_Files_StayUnder400Lines() =>
        Repository.Files("*.cs").Where(path => File.ReadLines(Path.Combine(Repository.Root, path)).Count() > 400).ShouldBeEmpty();

    [Fact]
    public void Sources_Text_LeavesNothingUnfinished() =>
        Matching("*.cs", Unfinished()).ShouldBeEmpty();

    [Fact]
    public void LockFiles_Text_NamesNoRegistry() =>
        Matching("*lock*.json", RegistryAddress()).ShouldBeEmpty();

    [Theory]
    [InlineData("up")]
    [InlineData("test")]
    [InlineData("bench")]
    [InlineData("doctor")]
    [InlineData("clean")]
    public void EntryScript_Help_NamesEveryCommand(string command)
    {
        var (exitCode, output) = Repository.Run("bash", "bqx", "help");

        exitCode.ShouldBe(0);
        output.ShouldContain($"./bqx {command}");
    }

    [Theory]
    [InlineData("--frobnicate", "unknown option '--frobnicate'")]
    [InlineData("test Nonsense", "there is no test project 'Nonsense'")]
    [InlineData("doctor --yaml", "not '--yaml'")]
    [InlineData("clean --everything", "not '--everything'")]
    public void EntryScript_BadInput_SaysWhatWasWrong(string arguments, string expected)
    {
        var (exitCode, output) = Repository.Run("bash", ["bqx", .. arguments.Split(' ')]);

        exitCode.ShouldBe(2);
        output.ShouldContain(expected);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Documents_RelativeLinks_LeadSomewhere(string document)
    {
        var broken = Link().Matches(Repository.Read(document))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://"))
            .Where(target => !Path.Exists(Path.Combine(Repository.Root, target)));

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Readme_FolderMap_ExistsAsWritten()
    {
        var folders = Folder().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value).ToList();

        folders.ShouldNotBeEmpty();
        folders.Where(folder => !Directory.Exists(Path.Combine(Repository.Root, folder))).ShouldBeEmpty();
    }

    private static List<string> Matching(string pattern, Regex regex) =>
        [.. Repository.Files(pattern)
            .Where(path => !path.StartsWith("tests/Build.Tests/", StringComparison.Ordinal))
            .Where(path => regex.IsMatch(Repository.Read(path)))];

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex("https?://[^\" ]*(registry|nuget|tgz)")]
    private static partial Regex RegistryAddress();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| `([a-z][A-Za-z/-]*)/` \|", RegexOptions.Multiline)]
    private static partial Regex Folder();
}
