using System.Diagnostics;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class VectorSourceTests : IDisposable
{
    private static readonly Digest Print = Digest.Of("fingerprint"u8);
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Minute Close = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly FakeTimeProvider _time = new(Close.ToDateTimeOffset());
    private readonly FakeTiers _tiers = new();
    private readonly VectorSource _source;

    public VectorSourceTests() => _source = new VectorSource(_tiers, _tiers, Print, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Get_InRedis_IsKeptInMemory()
    {
        _tiers.Cached[EurUsd] = Vector(Close);

        (await GetAsync()).ShouldBe(Vector(Close));
        (await GetAsync()).Close.ShouldBe(Close);

        (_tiers.CacheReads, _tiers.StoreReads).ShouldBe((1, 0));
        (_source.FoundIn(VectorTier.Redis), _source.FoundIn(VectorTier.Memory)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Get_OnlyInPostgres_IsFoundThere()
    {
        _tiers.Stored.Add(Vector(Close));

        (await GetAsync()).Flags.ShouldBe(VectorFlags.None);

        _source.FoundIn(VectorTier.Postgres).ShouldBe(1);
    }

    [Fact]
    public async Task Get_NoLongerFresh_LooksAgainAndIsFlaggedStale()
    {
        _tiers.Cached[EurUsd] = Vector(Close);
        await GetAsync();
        _time.Advance(TimeSpan.FromSeconds(76));
        _tiers.Cached.Clear();

        (await GetAsync()).ShouldBe(Vector(Close) with { Flags = VectorFlags.Stale });
        _source.FoundIn(VectorTier.LastKnown).ShouldBe(1);

        _tiers.Cached[EurUsd] = Vector(Close + 1);
        (await GetAsync()).ShouldBe(Vector(Close + 1));
    }

    [Fact]
    public async Task Get_OlderThanTheCallerTakes_IsFeatureStale()
    {
        _tiers.Cached[EurUsd] = Vector(Close);
        _time.Advance(TimeSpan.FromSeconds(90));

        (await _source.GetAsync(EurUsd, TimeSpan.FromSeconds(90), Stop)).Flags.ShouldBe(VectorFlags.Stale);
        var fault = await Should.ThrowAsync<FaultException>(async () => await _source.GetAsync(EurUsd, TimeSpan.FromSeconds(89), Stop));

        fault.Fault.ShouldBe(Fault.FeatureStale);
        fault.Message.ShouldBe("The features of EURUSD are 90 s old; at most 89 s are wanted.");
    }

    [Fact]
    public async Task Get_Nowhere_IsFeatureMissing()
    {
        (await Should.ThrowAsync<FaultException>(GetAsync)).Fault.ShouldBe(Fault.FeatureMissing);

        _source.Missed.ShouldBe(1);
    }

    [Fact]
    public async Task Get_EverythingDown_GivesTheLastKnown_AndAsksPostgresOnceATick()
    {
        _tiers.Stored.Add(Vector(Close));
        await GetAsync();
        _tiers.StoreIsDown = true;
        _time.Advance(TimeSpan.FromMinutes(2));

        for (var i = 0; i < 50; i++)
        {
            (await GetAsync()).Flags.ShouldBe(VectorFlags.Stale);
        }

        _tiers.StoreReads.ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync();
        _tiers.StoreReads.ShouldBe(3);
    }

    [Fact]
    public async Task Get_OlderVectorElsewhere_DoesNotGoBack()
    {
        _tiers.Cached[EurUsd] = Vector(Close);
        await GetAsync();
        _time.Advance(TimeSpan.FromSeconds(80));
        _tiers.Cached[EurUsd] = Vector(Close - 1);
        _tiers.Stored.Add(Vector(Close - 2));

        (await GetAsync()).Close.ShouldBe(Close);
    }

    [Fact]
    public async Task Run_ToldOfAVector_HasItWithoutBeingAsked()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _time.Advance(TimeSpan.FromSeconds(60));
        _tiers.Cached[EurUsd] = Vector(Close);
        var run = _source.RunAsync(stop.Token);
        _tiers.Cached[EurUsd] = Vector(Close + 1);
        await _tiers.Told.Writer.WriteAsync(EurUsd, Stop);
        await UntilAsync(async () => (await GetAsync()).Close == Close + 1);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        _source.FoundIn(VectorTier.Redis).ShouldBe(0);
    }

    [Fact]
    public async Task Run_NothingTold_FindsItByPolling()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = _source.RunAsync(stop.Token);
        var reads = _tiers.CacheReads;
        _tiers.Cached[EurUsd] = Vector(Close);

        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_tiers.CacheReads >= reads + Pair.Count);
        });

        (await GetAsync()).Close.ShouldBe(Close);
        _source.FoundIn(VectorTier.Memory).ShouldBe(1);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    private static FeatureVector Vector(Minute close) => new(EurUsd, close, Print, VectorFlags.None, default, DateTimeOffset.UnixEpoch);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(5, Stop))
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }
    }

    private Task<FeatureVector> GetAsync() => _source.GetAsync(EurUsd, maxAge: null, Stop).AsTask();
}
