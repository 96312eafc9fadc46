namespace Bqx.Features.Tests.Rolling;

public sealed class SlidingExtremesTests
{
    [Fact]
    public void HighAndLow_RandomValues_EqualAScan()
    {
        var random = new Random(9);
        var values = Enumerable.Range(0, 3000).Select(_ => random.Next(50)).ToArray();
        var extremes = new SlidingExtremes();
        for (var i = 0; i < values.Length; i++)
        {
            extremes.Push(500_000 + i, values[i]);
            for (var steps = 1; steps <= 5 && i >= steps * 15; steps++)
            {
                var past = values.AsSpan(i - (steps * 15), steps * 15).ToArray();
                extremes.HighBefore(steps).ShouldBe(past.Max());
                extremes.LowBefore(steps).ShouldBe(past.Min());
            }
        }
    }
}
