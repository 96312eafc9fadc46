namespace Bqx.Features.Tests.Rolling;

public sealed class PercentRanksTests
{
    [Fact]
    public void Write_RandomValuesWithTies_EqualsACount()
    {
        var random = new Random(6);
        Span<float> ranks = stackalloc float[5];
        for (var round = 0; round < 200; round++)
        {
            var spread = round % 2 == 0 ? 20 : 1_000_000_000;
            var past = Enumerable.Range(0, PercentRanks.Reach).Select(_ => random.Next(-spread, spread)).ToArray();
            var value = round % 3 == 0 ? past[random.Next(630)] : random.Next(-spread, spread);
            PercentRanks.Write(past, value, ranks);
            foreach (var (window, k) in new[] { 20, 50, 120, 240, 630 }.Select((window, k) => (window, k)))
            {
                var recent = past[^window..];
                var twice = (2 * recent.Count(x => x < value)) + recent.Count(x => x == value);
                ranks[k].ShouldBe((float)(twice / (2.0 * window)));
            }
        }
    }
}
