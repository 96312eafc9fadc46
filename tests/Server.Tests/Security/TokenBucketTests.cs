using Bqx.Core;
using Bqx.Server.Security;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Security;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_FullBucket_GivesTheBurstThenOneATokensTime()
    {
        var bucket = new TokenBucket(new ApiRate(10, 3), _time);

        Taken(bucket, 10).ShouldBe(3);
        bucket.TryTake(out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        bucket.TryTake(out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Taken(bucket, 10).ShouldBe(1);
    }

    [Fact]
    public void TryTake_LongUnused_HoldsNoMoreThanTheBurst()
    {
        var bucket = new TokenBucket(new ApiRate(1_000, 5), _time);
        _time.Advance(TimeSpan.FromHours(1));

        Taken(bucket, 100).ShouldBe(5);
    }

    [Fact]
    public async Task TryTake_ManyThreads_GiveTheBurstTogether()
    {
        var bucket = new TokenBucket(new ApiRate(1, 1_000), _time);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Taken(bucket, 500))));

        taken.Sum().ShouldBe(1_000);
    }

    private static int Taken(TokenBucket bucket, int calls) => Enumerable.Range(0, calls).Count(_ => bucket.TryTake(out var _));
}
