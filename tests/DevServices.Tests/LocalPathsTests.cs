using Bqx.TestKit;

namespace Bqx.DevServices.Tests;

public sealed class LocalPathsTests
{
    [Fact]
    public void Read_NothingSet_IsUnderTheRepository()
    {
        var paths = LocalPaths.Read(_ => null, Path.Combine(TestRepository.Root, "tests", "DevServices.Tests"));

        paths.ShouldBe(new LocalPaths
        {
            Root = TestRepository.Root,
            Home = Path.Combine(TestRepository.Root, ".bqx"),
            Models = Path.Combine(TestRepository.Root, ".bqx", "models"),
        });
    }

    [Fact]
    public void Read_Environment_Wins()
    {
        var environment = new Dictionary<string, string>
        {
            ["BQX_HOME"] = "/h",
            ["BQX_MODELS"] = "/m",
            ["BQX_POSTGRES"] = "Host=a",
            ["BQX_POSTGRES_REPLICA"] = "Host=b",
            ["BQX_REDIS"] = " ",
        };

        LocalPaths.Read(environment.GetValueOrDefault, "/").ShouldBe(
            new LocalPaths { Root = "/", Home = "/h", Models = "/m", Postgres = "Host=a", PostgresReplica = "Host=b" });
    }

    [Fact]
    public void Read_RelativeHome_IsUnderTheCurrentFolder() =>
        LocalPaths.Read(name => name == "BQX_HOME" ? "data" : null, "/a").Models.ShouldBe("/a/data/models");
}
