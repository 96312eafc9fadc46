using Bqx.Server.Hosting;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Hosting;

public sealed class ServerPathsTests
{
    [Fact]
    public void Read_NothingSet_IsUnderTheRepository()
    {
        var paths = ServerPaths.Read(_ => null, Path.Combine(TestRepository.Root, "tests", "Server.Tests"));

        paths.ShouldBe(new ServerPaths
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
            ["BQX_REDIS"] = " ",
        };

        ServerPaths.Read(environment.GetValueOrDefault, "/").ShouldBe(
            new ServerPaths { Root = "/", Home = "/h", Models = "/m", Postgres = "Host=a" });
    }
}
