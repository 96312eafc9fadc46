using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Machine;

public sealed class ToolPathTests
{
    [Fact]
    public void Require_AMissingTool_NamesTheCommandThatInstallsIt() =>
        Should.Throw<ToolMissingException>(() => ToolPath.Require("no-such-tool-of-ours", "some-package"))
            .Message.ShouldBe("no-such-tool-of-ours is not installed. Install it with: apt-get install -y some-package");

    [Fact]
    public void Find_SeveralFolders_TakesTheFirstThatHasIt()
    {
        var (first, second) = (Directory.CreateTempSubdirectory(), Directory.CreateTempSubdirectory());
        try
        {
            File.WriteAllText(Path.Combine(second.FullName, "tool"), "");
            ToolPath.Find("tool", $"{first.FullName}:{second.FullName}").ShouldBe(Path.Combine(second.FullName, "tool"));
            File.WriteAllText(Path.Combine(first.FullName, "tool"), "");
            ToolPath.Find("tool", $"{first.FullName}:{second.FullName}").ShouldBe(Path.Combine(first.FullName, "tool"));
            ToolPath.Find("other", first.FullName).ShouldBeNull();
        }
        finally
        {
            first.Delete(recursive: true);
            second.Delete(recursive: true);
        }
    }
}
