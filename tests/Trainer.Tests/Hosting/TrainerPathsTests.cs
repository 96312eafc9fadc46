using Bqx.TestKit;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Tests.Hosting;

public sealed class TrainerPathsTests
{
    [Fact]
    public void FromEnvironment_NothingSet_LivesUnderTheRepository()
    {
        var paths = TrainerPaths.FromEnvironment(_ => null);

        paths.Home.ShouldBe(Path.Combine(paths.Root, ".bqx"));
        paths.Models.ShouldBe(Path.Combine(paths.Root, ".bqx", "models"));
        paths.Postgres.ShouldBeNull();
        paths.Redis.ShouldBeNull();
    }

    [Fact]
    public void FromEnvironment_Variables_AreTaken()
    {
        var paths = TrainerPaths.FromEnvironment(name => name switch { "BQX_HOME" => "/a/b", "BQX_POSTGRES" => "Host=x", "BQX_REDIS" => " ", _ => null });

        paths.Home.ShouldBe("/a/b");
        paths.Models.ShouldBe("/a/b/models");
        paths.Postgres.ShouldBe("Host=x");
        paths.Redis.ShouldBeNull();
    }

    [Fact]
    public void FindRoot_InsideTheRepository_IsTheFolderOfTheSolution() =>
        TrainerPaths.FindRoot(AppContext.BaseDirectory).ShouldBe(TestRepository.Root);

    [Fact]
    public void FindRoot_OutsideAnyRepository_IsTheFolderItself() => TrainerPaths.FindRoot("/").ShouldBe("/");
}
