using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bqx.Build.Tests;

/// <summary>The dependency rule: it fails the build on a forbidden reference, and the document says what the build enforces.</summary>
public sealed partial class MayReferenceTests : IDisposable
{
    private readonly string _folder = Path.Combine(Repository.Root, "artifacts", "build-tests", Guid.NewGuid().ToString("N"));

    [Theory]
    [InlineData("Core", "src/Core/Bqx.Core.csproj", true)]
    [InlineData("Core;Features", "src/Core/Bqx.Core.csproj", true)]
    [InlineData("*", "src/Storage/Bqx.Storage.csproj", true)]
    [InlineData("Core", "src/Storage/Bqx.Storage.csproj", false)]
    [InlineData("nothing", "src/Core/Bqx.Core.csproj", false)]
    [InlineData("Plugins", "src/Plugins/Onnx/Bqx.Plugins.Onnx.csproj", false)]
    public void Build_Reference_PassesOnlyWhenListed(string mayReference, string reference, bool passes)
    {
        var (exitCode, output) = Check($"<MayReference>{mayReference}</MayReference>", reference);

        (exitCode == 0).ShouldBe(passes, output);
        output.Contains("BQX0001").ShouldBe(!passes, output);
        if (!passes)
        {
            output.ShouldContain($"Probe may not reference {Path.GetFileNameWithoutExtension(reference)["Bqx.".Length..]}");
        }
    }

    [Fact]
    public void Build_ProjectWithoutList_Fails()
    {
        var (exitCode, output) = Check("", "src/Core/Bqx.Core.csproj");

        exitCode.ShouldNotBe(0);
        output.ShouldContain("BQX0002");
    }

    [Fact]
    public void Build_Check_RunsBeforeEveryCompilation()
    {
        var targets = XDocument.Parse(Repository.Read("Directory.Build.targets"));
        var check = targets.Descendants("Target").Single(target => target.Attribute("Name")!.Value == "CheckMayReference");

        check.Attribute("BeforeTargets")!.Value.Split(';').ShouldContain("CoreCompile");
    }

    [Fact]
    public void Architecture_Table_IsWhatTheProjectsDeclare()
    {
        var document = Repository.Read("ARCHITECTURE.md");
        var documented = TableRow().Matches(document[document.IndexOf("### May reference", StringComparison.Ordinal)..])
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Trim());

        var declared = Repository.Files("*.csproj")
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path)["Bqx.".Length..],
                path => XDocument.Parse(Repository.Read(path)).Descendants("MayReference").Single().Value.Replace(";", ", "));

        documented.OrderBy(x => x.Key, StringComparer.Ordinal).ShouldBe(declared.OrderBy(x => x.Key, StringComparer.Ordinal));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private (int ExitCode, string Output) Check(string property, string reference)
    {
        Directory.CreateDirectory(_folder);
        var project = Path.Combine(_folder, "Probe.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{property}</PropertyGroup>
              <ItemGroup><ProjectReference Include="$(RepositoryRoot){reference}" /></ItemGroup>
            </Project>
            """);
        return Repository.Run("dotnet", "msbuild", project, "-t:CheckMayReference", "-nologo");
    }

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
