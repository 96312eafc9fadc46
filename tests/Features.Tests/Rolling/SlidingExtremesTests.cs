namespace Bqx.Features.Tests.Rolling;

public sealed class SlidingExtremesTests
{
    [Fact]
    public void Before_RandomValues_EqualsAScan()
    {
        var random = new Random(9);
        var values = Enumerable.Range(0, 3000).Select(_ => random.Next(50)).ToArray();
        var extremes = new SlidingExtremes();
        for (var i = SlidingExtremes.Step - 1; i < values.Length; i++)
        {
            extremes.Push(500_000 + i, values.AsSpan(i - SlidingExtremes.Step + 1, SlidingExtremes.Step));
            var (highs, lowsNegated) = extremes.Before();
            for (var steps = 1; steps <= 5 && i >= (steps + 1) * 15; steps++)
            {
                var past = values.AsSpan(i - (steps * 15), steps * 15).ToArray();
                highs[steps - 1].ShouldBe(past.Max());
                lowsNegated[steps - 1].ShouldBe(-past.Min());
            }
        }
    }
}
