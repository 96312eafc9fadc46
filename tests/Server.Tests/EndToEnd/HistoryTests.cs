using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>
/// The last day over real gRPC: a warm server takes ten minutes of bars, in the fifth of which the first pair is
/// missing.
/// </summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const int Minutes = 10;
    private const int Missing = 4;

    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(Minutes);

    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;
    private BqxClient _client = null!;

    private Prediction.PredictionClient Predictions => new(_server.Channel);

    private Bars.BarsClient Bars => new(_server.Channel);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromHours(1));
        _client = new BqxClient(new BqxClientOptions { Address = _server.Address });
        using var call = Bars.Ingest();
        for (var i = 0; i < Minutes; i++)
        {
            var bars = Live[i].Bars.ToArray().Skip(i == Missing ? 1 : 0).Select(bar => BarMessages.Of(bar));
            await call.RequestStream.WriteAsync(new IngestRequest { Bars = { bars } });
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).Acknowledged.ShouldBe((ulong)((Minutes * Core.Pair.Count) - 1));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    // What the start predicted from the stored bars is the first.
    [Fact]
    public async Task Predictions_Everything_IsWhatWasPublishedSinceTheStart()
    {
        var past = await AllAsync(_client.PredictionHistoryAsync(new HistoryQuery()));

        past.Count.ShouldBe((Minutes + 1) * Core.Pair.Count);
        past.Select(one => one.Prediction.Close).Distinct().Select(time => Minute.Floor(time.ToDateTimeOffset()))
            .ShouldBe([TestBars.Start, .. Live.Select(minute => minute.Close)]);
        past.Take(Core.Pair.Count).Select(one => one.Prediction.Pair).ShouldBe(Core.Pair.All.Select(pair => pair.Name));
        past[^1].Prediction.ShouldBe((await Predictions.PredictAsync(new PredictRequest { Pair = past[^1].Prediction.Pair })).Prediction);
    }

    [Fact]
    public async Task Predictions_FilledBar_IsFlagged()
    {
        var pair = Core.Pair.All[0].Name;
        var at = Live[Missing].Close.ToDateTimeOffset();

        var past = await AllAsync(_client.PredictionHistoryAsync(new HistoryQuery { Pairs = [pair], Since = at, Until = at }));

        past.ShouldHaveSingleItem().Flags.ShouldBe([Flag.Filled]);
    }

    [Fact]
    public async Task Predictions_Messages_HoldWholeMinutesAndAreSmall()
    {
        using var call = Predictions.History(new PredictionHistoryRequest { LastMinutes = 9 });
        var replies = await AllAsync(call.ResponseStream.ReadAllAsync());

        // Two minutes of 28 pairs fit into 64.
        replies.Select(reply => reply.Predictions.Count).ShouldBe([56, 56, 56, 56, 28]);
    }

    [Fact]
    public async Task Predictions_ModelThatNoLongerServes_AreStillThere()
    {
        await new Models.ModelsClient(_server.Admin).PromoteAsync(new PromoteModelRequest { Label = "production", Model = "noop@2" });

        (await AllAsync(_client.PredictionHistoryAsync(new HistoryQuery { Model = "noop@1" }))).Count.ShouldBe((Minutes + 1) * 28);
        var second = await AllAsync(_client.PredictionHistoryAsync(new HistoryQuery { Model = "noop@2" }));
        second.Count.ShouldBe(28);
        second.Select(one => one.Prediction.Close.ToDateTimeOffset()).Distinct().ShouldBe([Live[^1].Close.ToDateTimeOffset()]);
        second.ShouldAllBe(one => one.Flags.Contains(Flag.Repaired));
    }

    [Theory]
    [InlineData("EURXXX", "", 0, StatusCode.NotFound, "unknown_pair")]
    [InlineData("EURUSD", "noop@7", 0, StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "canary", 0, StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "", 1441, StatusCode.InvalidArgument, "invalid_input")]
    public async Task Predictions_WrongRequest_HasStatusAndFault(string pair, string model, int minutes, StatusCode code, string fault)
    {
        using var call = Predictions.History(new PredictionHistoryRequest { Pairs = { pair }, Model = model, LastMinutes = minutes });

        var refused = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(default));

        (refused.StatusCode, refused.Trailers.GetValue("bqx-fault")).ShouldBe((code, fault));
    }

    [Fact]
    public async Task Predictions_SinceThatIsNoTime_IsRefused()
    {
        using var call = Predictions.History(new PredictionHistoryRequest { Since = new Timestamp { Seconds = 1, Nanos = -1 } });

        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).Status
            .ShouldBe(new Status(StatusCode.InvalidArgument, "since is 1 s -1 ns since 1970: an instant from then to 2099 is right."));
    }

    [Fact]
    public async Task Bars_Everything_IsADayOfThemWithTheFilledOneFlagged()
    {
        var past = await AllAsync(_client.BarHistoryAsync(new HistoryQuery()));

        past.Count.ShouldBe(1440 * 28);
        var filled = past.Where(one => one.Flags.Count > 0).ShouldHaveSingleItem();
        var before = Live[Missing - 1].Bars.Span[0];
        filled.ShouldBe(new PastBar
        {
            Bar = BarMessages.Of(Core.Bar.Fill(before.Pair, Live[Missing].Close, before.CloseTicks)), Flags = { BarFlag.Filled },
        });
        past[^1].Bar.ShouldBe(BarMessages.Of(Live[^1].Bars.Span[^1]));
    }

    [Fact]
    public async Task Bars_LateBar_TakesTheFilledOnesPlace()
    {
        var late = BarMessages.Of(Live[Missing].Bars.Span[0]);
        using var ingest = Bars.Ingest();
        await ingest.RequestStream.WriteAsync(new IngestRequest { Bars = { late } });
        await ingest.RequestStream.CompleteAsync();
        (await ingest.ResponseAsync).Acknowledged.ShouldBe(1ul);

        var at = Live[Missing].Close.ToDateTimeOffset();
        var past = await AllAsync(_client.BarHistoryAsync(new HistoryQuery { Pairs = [late.Pair], Since = at, Until = at }));

        past.ShouldHaveSingleItem().ShouldBe(new PastBar { Bar = late, Flags = { BarFlag.Late } });
    }

    [Fact]
    public async Task Bars_OnePair_ComesInMessagesOf256()
    {
        using var call = Bars.History(new BarHistoryRequest { Pairs = { "EURUSD" }, LastMinutes = 600 });

        (await AllAsync(call.ResponseStream.ReadAllAsync())).Select(reply => reply.Bars.Count).ShouldBe([256, 256, 88]);
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> stream)
    {
        var all = new List<T>();
        await foreach (var one in stream)
        {
            all.Add(one);
        }

        return all;
    }
}
