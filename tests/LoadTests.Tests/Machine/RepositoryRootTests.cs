using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Machine;

public sealed class RepositoryRootTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_FromDeepInside_WalksUpToTheSolution()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, RepositoryRoot.Marker), "");
        var deep = _folder.CreateSubdirectory("a/b/c");
        RepositoryRoot.Find(deep.FullName).ShouldBe(_folder.FullName);
    }

    [Fact]
    public void Find_OutsideOfARepository_SaysWhatIsMissing() =>
        Should.Throw<BenchException>(() => RepositoryRoot.Find(_folder.FullName)).Message.ShouldContain("Bqx.sln");

    [Fact]
    public void Find_FromTheTestsFolder_IsThisRepository() =>
        File.Exists(Path.Combine(RepositoryRoot.Find(), RepositoryRoot.Marker)).ShouldBeTrue();
}
