using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class StatusBoardTests
{
    [Fact]
    public void Set_BeyondCapacity_ForgetsTheOldestThatIsOver()
    {
        var board = new StatusBoard();
        board.Set(StatusOf(1, ModelState.Ready));
        for (var version = 2; version <= StatusBoard.Capacity + 10; version++)
        {
            board.Set(StatusOf(version, ModelState.Failed));
        }

        var kept = board.Snapshot();
        kept.Count.ShouldBe(StatusBoard.Capacity);
        kept[0].ShouldBe(StatusOf(1, ModelState.Ready));
        kept[1].Id.Version.ShouldBe(12);
    }

    private static ModelStatus StatusOf(int version, ModelState state) => new(new ModelId("fx", version), state, null, null, null, null);
}
