using Bqx.Core;
using Bqx.TestKit;
using StackExchange.Redis;

namespace Bqx.Storage.Tests;

public sealed class GarnetVectorCacheTests(GarnetFixture redis) : VectorCacheTests(redis), IClassFixture<GarnetFixture>;

public sealed class DebianVectorCacheTests(DebianRedisFixture redis) : VectorCacheTests(redis), IClassFixture<DebianRedisFixture>;

public sealed class GarnetFixture() : RedisFixture(RedisEngine.Garnet);

public sealed class DebianRedisFixture() : RedisFixture(RedisEngine.Debian);

/// <summary>What holds on every server of the Redis protocol. Each test uses a pair of its own.</summary>
public abstract class VectorCacheTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly Digest Print = Digest.Of("fingerprint"u8);
    private static readonly Minute Close = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private static readonly RedisCacheOptions Patient = new() { Timeout = TimeSpan.FromSeconds(10) };

    private RedisVectorCache _cache = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cache = RedisVectorCache.Open(await redis.ConfigurationAsync(), Patient);
        await _cache.ConnectedAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    public async ValueTask DisposeAsync() => await (_cache?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Write_ThenRead_GivesTheSameVector()
    {
        var vector = Vector("EURUSD", Close) with { Flags = VectorFlags.Filled | VectorFlags.Repaired };

        (await _cache.TryWriteAsync(vector, Stop)).ShouldBeTrue();

        var read = await _cache.TryReadAsync(vector.Pair, Print, Stop);
        (read! with { Values = default }).ShouldBe(vector with { Values = default });
        read.Values.ToArray().ShouldBe(vector.Values.ToArray());
    }

    [Fact]
    public async Task Read_NothingThere_IsNull() =>
        (await _cache.TryReadAsync(Pair.Parse("CHFJPY"), Print, Stop)).ShouldBeNull();

    [Fact]
    public async Task Read_OtherFingerprint_IsNull()
    {
        await _cache.TryWriteAsync(Vector("EURGBP", Close), Stop);

        (await _cache.TryReadAsync(Pair.Parse("EURGBP"), Digest.Of("other"u8), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Write_OlderThanWhatIsThere_IsRefused()
    {
        await _cache.TryWriteAsync(Vector("EURAUD", Close), Stop);

        (await _cache.TryWriteAsync(Vector("EURAUD", Close - 1), Stop)).ShouldBeFalse();

        (await _cache.TryReadAsync(Pair.Parse("EURAUD"), Print, Stop))!.Close.ShouldBe(Close);
    }

    [Fact]
    public async Task Write_SameMinute_Replaces()
    {
        await _cache.TryWriteAsync(Vector("EURNZD", Close), Stop);

        (await _cache.TryWriteAsync(Vector("EURNZD", Close) with { Flags = VectorFlags.Repaired }, Stop)).ShouldBeTrue();

        (await _cache.TryReadAsync(Pair.Parse("EURNZD"), Print, Stop))!.Flags.ShouldBe(VectorFlags.Repaired);
    }

    [Fact]
    public async Task Write_OlderOfAnotherSchema_Replaces()
    {
        await _cache.TryWriteAsync(Vector("EURCAD", Close), Stop);
        var other = Digest.Of("other"u8);

        (await _cache.TryWriteAsync(Vector("EURCAD", Close - 500) with { Fingerprint = other }, Stop)).ShouldBeTrue();

        (await _cache.TryReadAsync(Pair.Parse("EURCAD"), other, Stop))!.Close.ShouldBe(Close - 500);
    }

    [Fact]
    public async Task Write_OverGarbage_Replaces()
    {
        await RawAsync(database => database.StringSetAsync("bqx:v1:feature:EURCHF", "garbage"));
        (await _cache.TryReadAsync(Pair.Parse("EURCHF"), Print, Stop)).ShouldBeNull();

        (await _cache.TryWriteAsync(Vector("EURCHF", Close), Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task KeyOfAnotherType_IsNoError()
    {
        await RawAsync(database => database.ListRightPushAsync("bqx:v1:feature:CADJPY", "x"));
        (await _cache.TryReadAsync(Pair.Parse("CADJPY"), Print, Stop)).ShouldBeNull();

        // Redis refuses to write over it, Garnet replaces it.
        var written = await _cache.TryWriteAsync(Vector("CADJPY", Close), Stop);

        (await _cache.TryReadAsync(Pair.Parse("CADJPY"), Print, Stop) is not null).ShouldBe(written);
    }

    [Fact]
    public async Task Write_ManyAtOnceInAnyOrder_LatestStays()
    {
        var minutes = Enumerable.Range(0, 60).Select(i => Close + (i * 37 % 60)).ToList();

        await Task.WhenAll(minutes.Select(minute => _cache.TryWriteAsync(Vector("GBPAUD", minute), Stop).AsTask()));

        (await _cache.TryReadAsync(Pair.Parse("GBPAUD"), Print, Stop))!.Close.ShouldBe(Close + 59);
    }

    [Fact]
    public async Task Write_SetsTheTimeToLive()
    {
        await _cache.TryWriteAsync(Vector("GBPUSD", Close), Stop);

        var left = await RawAsync(database => database.KeyTimeToLiveAsync("bqx:v1:feature:GBPUSD"));

        left!.Value.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Watch_TellsOfNewVectors()
    {
        await using var told = _cache.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        var first = told.MoveNextAsync().AsTask();

        // The subscription is made in the background of the first call: write until it is heard.
        for (var i = 0; !first.IsCompleted && i < 1_000; i++)
        {
            await _cache.TryWriteAsync(Vector("AUDNZD", Close + i), Stop);
            await Task.WhenAny(first, Task.Delay(10, Stop));
        }

        (await first).ShouldBeTrue();
        told.Current.ShouldBe(Pair.Parse("AUDNZD"));
    }

    [Fact]
    public async Task Source_OfAnotherProcess_IsKeptUpByWhatTheServerTells()
    {
        await using var other = RedisVectorCache.Open(await redis.ConfigurationAsync(), Patient);
        await other.ConnectedAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        var pair = Pair.Parse("NZDCAD");
        using var source = new VectorSource(other, new FakeTiers(), Print, new FakeTimeProvider(Close.ToDateTimeOffset()));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = source.RunAsync(stop.Token);

        // Fresh by the fake clock, which stands still: only what is told brings the later ones.
        await _cache.TryWriteAsync(Vector("NZDCAD", Close), Stop);
        (await source.GetAsync(pair, null, Stop)).Values.ToArray().ShouldBe(Vector("NZDCAD", Close).Values.ToArray());
        var minute = Close;
        for (var i = 0; i < 1_000 && (await source.GetAsync(pair, null, Stop)).Close == Close; i++)
        {
            await _cache.TryWriteAsync(Vector("NZDCAD", minute += 1), Stop);
            await Task.Delay(10, Stop);
        }

        (await source.GetAsync(pair, null, Stop)).Close.ShouldBeGreaterThan(Close);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    private static FeatureVector Vector(string pair, Minute close) => new(
        Pair.Parse(pair), close, Print, VectorFlags.None, new[] { 1f, -2.5f, float.Epsilon, 3e38f },
        new DateTimeOffset(2017, 6, 1, 12, 0, 0, 123, TimeSpan.Zero));

    private async Task<T> RawAsync<T>(Func<IDatabase, Task<T>> work)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(await redis.ConfigurationAsync());
        return await work(connection.GetDatabase());
    }
}
