using Bqx.Ingest.Synthetic;

namespace Bqx.Ingest.Tests.Synthetic;

public sealed class CounterRandomTests
{
    [Fact]
    public void NextGaussian_ManyDraws_HasTheMomentsOfTheNormal()
    {
        var random = new CounterRandom(1, 2);
        var draws = Enumerable.Range(0, 400_000).Select(_ => random.NextGaussian()).ToArray();
        draws.Average().ShouldBe(0, 0.006);
        draws.Average(x => x * x).ShouldBe(1, 0.01);
        draws.Average(x => x * x * x * x).ShouldBe(3, 0.08);
        draws.Count(x => x > 1.959964).ShouldBeInRange(9_600, 10_400);
    }

    [Fact]
    public void NextStudentT4_ManyDraws_HasItsQuantiles()
    {
        var random = new CounterRandom(3, 4);
        var draws = Enumerable.Range(0, 400_000).Select(_ => random.NextStudentT4()).ToArray();

        // P(|t4| > 2.776) = 5 %, scaled by √½; P(|t4| > 8.610) = 0.1 %.
        draws.Count(x => Math.Abs(x) > 2.776445 / Math.Sqrt(2)).ShouldBeInRange(19_400, 20_600);
        draws.Count(x => Math.Abs(x) > 8.610302 / Math.Sqrt(2)).ShouldBeInRange(320, 480);
    }

    [Fact]
    public void Streams_OtherSeedOrStream_Differ()
    {
        var values = new[] { new CounterRandom(1, 1), new CounterRandom(1, 2), new CounterRandom(2, 1) }
            .Select(random => random.NextBits()).ToList();
        values.Distinct().Count().ShouldBe(3);
        new CounterRandom(1, 1).NextBits().ShouldBe(values[0]);
    }
}
