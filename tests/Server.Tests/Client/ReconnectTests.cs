using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Client;

/// <summary>The client and a whole server whose connections are cut, and one that dies and is replaced.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(6);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;
    private TcpProxy _proxy = null!;
    private BqxClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromHours(1));
        _proxy = new TcpProxy(_server.Address);
        _client = new BqxClient(new BqxClientOptions
        {
            Address = new Uri($"http://127.0.0.1:{_proxy.Port}"), RetryDelay = TimeSpan.FromMilliseconds(5), Deadline = TimeSpan.FromSeconds(20),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Predict_ConnectionCut_IsAnsweredOverAnother()
    {
        await _client.PredictAsync("EURUSD");

        _proxy.Cut();

        (await _client.PredictAsync("EURUSD")).Prediction.Pair.ShouldBe("EURUSD");
    }

    [Fact]
    public async Task Subscribe_ConnectionsCutBetweenMinutes_DeliversEachMinuteOnce()
    {
        using var feed = new BqxClient(new BqxClientOptions { Address = _server.Address });
        await using var subscription = _client.SubscribeAsync([]).GetAsyncEnumerator();
        var closes = new List<DateTimeOffset> { await NextAsync(subscription) };

        foreach (var minute in Live)
        {
            _proxy.Cut();
            await IngestAsync(feed, minute);
            closes.Add(await NextAsync(subscription));
        }

        closes.ShouldBe([TestBars.Start.ToDateTimeOffset(), .. Live.Select(minute => minute.Close.ToDateTimeOffset())]);
    }

    [Fact]
    public async Task Subscribe_ServerDiesAndAnotherIsAMinuteBehind_GoesOnWhereItWas()
    {
        await using var other = await TestServer.StartAsync(_time);
        using var feed = new BqxClient(new BqxClientOptions { Address = _server.Address });
        using var otherFeed = new BqxClient(new BqxClientOptions { Address = other.Address });
        await IngestAsync(feed, Live[0]);
        await using var subscription = _client.SubscribeAsync([]).GetAsyncEnumerator();
        (await NextAsync(subscription)).ShouldBe(Live[0].Close.ToDateTimeOffset());

        _proxy.Cut(other.Address);
        var next = NextAsync(subscription);
        await IngestAsync(otherFeed, Live[0]);
        await IngestAsync(otherFeed, Live[1]);

        (await next).ShouldBe(Live[1].Close.ToDateTimeOffset());
    }

    [Fact]
    public async Task IngestBars_ConnectionCutNowAndThen_CommitsEveryBarOnce()
    {
        var sent = 0;
        IngestProgress? last = null;
        var batches = Live.Select(minute =>
        {
            if (sent++ % 2 == 1)
            {
                _proxy.Cut();
            }

            return Message(minute);
        });

        await foreach (var progress in _client.IngestBarsAsync(batches.ToAsyncEnumerable()))
        {
            last = progress;
        }

        last.ShouldNotBeNull().Acknowledged.ShouldBe((ulong)(28 * Live.Count));
        _server.Bars.Written.Distinct().Count().ShouldBe(28 * Live.Count);
    }

    private static async Task<DateTimeOffset> NextAsync(IAsyncEnumerator<V1.SubscribeReply> subscription)
    {
        (await subscription.MoveNextAsync().AsTask().WaitAsync(Patience)).ShouldBeTrue();
        return subscription.Current.Predictions[0].Prediction.Close.ToDateTimeOffset();
    }

    private static async Task IngestAsync(BqxClient client, MinuteBars minute)
    {
        await foreach (var _ in client.IngestBarsAsync(new[] { Message(minute) }.ToAsyncEnumerable()))
        {
        }
    }

    private static IReadOnlyList<V1.Bar> Message(MinuteBars minute) => [.. minute.Bars.ToArray().Select(bar => BarMessages.Of(bar))];
}
