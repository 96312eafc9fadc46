using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Machine;

public sealed class MachineInfoTests
{
    [Fact]
    public void Describe_ThisMachine_NamesCoresAndRuntimeOnOneLine()
    {
        var text = MachineInfo.Describe();
        text.ShouldContain($"{Environment.ProcessorCount} cores");
        text.ShouldContain(".NET 10");
        text.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Commit_OutsideOfARepository_IsUnknown()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            (await GitCommit.DescribeAsync(folder.FullName, TestContext.Current.CancellationToken)).ShouldBe(GitCommit.Unknown);
        }
        finally
        {
            folder.Delete();
        }
    }
}
