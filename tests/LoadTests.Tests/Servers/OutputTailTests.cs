using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Tests.Servers;

public sealed class OutputTailTests
{
    [Fact]
    public void Add_MoreThanItHolds_KeepsTheLast()
    {
        var tail = new OutputTail();
        for (var line = 1; line <= OutputTail.Lines + 2; line++)
        {
            tail.Add($"line {line}");
        }

        tail.Add(null);
        var lines = tail.ToString().Split('\n');
        lines.Length.ShouldBe(OutputTail.Lines);
        lines[0].ShouldBe("line 3");
        lines[^1].ShouldBe($"line {OutputTail.Lines + 2}");
    }
}
