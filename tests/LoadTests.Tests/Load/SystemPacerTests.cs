using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Tests.Load;

public sealed class SystemPacerTests
{
    [Fact]
    public void WaitUntil_AMomentAhead_NeverReturnsEarly()
    {
        var pacer = new SystemPacer(TimeProvider.System);
        for (var i = 0; i < 20; i++)
        {
            var due = pacer.Elapsed + 200_000;
            pacer.WaitUntil(due);
            pacer.Elapsed.ShouldBeGreaterThanOrEqualTo(due);
        }
    }

    [Fact]
    public void WaitUntil_AMomentPast_DoesNotTouchTheKernel()
    {
        var pacer = new SystemPacer(TimeProvider.System);
        pacer.WaitUntil(-1);
        pacer.Elapsed.ShouldBeLessThan(10_000_000_000);
    }
}
