using System.Diagnostics;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class RedisOutageTests
{
    private static readonly Digest Print = Digest.Of("fingerprint"u8);
    private static readonly Minute Close = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private static readonly FeatureVector Vector = new(
        Pair.Parse("EURUSD"), Close, Print, VectorFlags.None, new float[190], DateTimeOffset.UnixEpoch);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_NothingListens_ReadsNullAndWritesFalse()
    {
        await using var cache = RedisVectorCache.Open("127.0.0.1:1");

        (await cache.TryReadAsync(Vector.Pair, Print, Stop)).ShouldBeNull();
        (await cache.TryWriteAsync(Vector, Stop)).ShouldBeFalse();
        cache.IsAvailable.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:6379,nonsense=1")]
    public void Open_NotAConfiguration_IsRefused(string configuration) =>
        Should.Throw<FaultException>(() => RedisVectorCache.Open(configuration)).Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public async Task Killed_ThenStartedAgain_Recovers()
    {
        await using var redis = await DebianRedis.CreateAsync();
        await using var cache = RedisVectorCache.Open(
            redis.Configuration, new RedisCacheOptions { Timeout = TimeSpan.FromSeconds(2), BreakDuration = TimeSpan.FromMilliseconds(500) });
        await UntilAsync(async () => await cache.TryWriteAsync(Vector, Stop));

        redis.Kill();
        await UntilAsync(async () => !await cache.TryWriteAsync(Vector, Stop));
        (await cache.TryReadAsync(Vector.Pair, Print, Stop)).ShouldBeNull();

        await redis.StartAsync();
        await UntilAsync(async () => await cache.TryWriteAsync(Vector, Stop));
        (await cache.TryReadAsync(Vector.Pair, Print, Stop))!.Close.ShouldBe(Close);
    }

    [Fact]
    public async Task Paused_CallsAreBounded_ThenRefusedAtOnce_ThenServedAgain()
    {
        await using var redis = await DebianRedis.CreateAsync();
        var options = new RedisCacheOptions { MaxOutstanding = 4, BreakDuration = TimeSpan.FromMilliseconds(500) };
        await using var cache = RedisVectorCache.Open(redis.Configuration, options);
        await UntilAsync(async () => await cache.TryWriteAsync(Vector, Stop));

        redis.Signal("STOP");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            (await cache.TryReadAsync(Vector.Pair, Print, Stop)).ShouldBeNull();
        }

        // Four wait 100 ms each; then no place is free or the circuit is open.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        cache.IsAvailable.ShouldBeFalse();

        redis.Signal("CONT");
        await UntilAsync(async () => await cache.TryReadAsync(Vector.Pair, Print, Stop) is not null);
    }

    [Fact]
    public async Task Read_CallerCancels_Throws()
    {
        await using var redis = await DebianRedis.CreateAsync();
        await using var cache = RedisVectorCache.Open(redis.Configuration, new RedisCacheOptions { Timeout = TimeSpan.FromSeconds(30) });
        await UntilAsync(async () => await cache.TryWriteAsync(Vector, Stop));
        redis.Signal("STOP");
        using var cancel = new CancellationTokenSource();

        var read = cache.TryReadAsync(Vector.Pair, Print, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read);
        redis.Signal("CONT");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(20, Stop))
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        }
    }
}
