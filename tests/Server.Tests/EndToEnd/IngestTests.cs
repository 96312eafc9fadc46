using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;
using Bar = Bqx.V1.Bar;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>The server over real gRPC: bars.</summary>
public sealed class IngestTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(20);
    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;

    private Bars.BarsClient Client => new(_server.Channel);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromMinutes(30));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task IngestLive_Minutes_AreAcknowledgedOneByOneAndPredicted()
    {
        using var call = Client.IngestLive();
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(Request(Live[i]));
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
            call.ResponseStream.Current.ShouldBe(
                new IngestReply { Received = (ulong)(28 * (i + 1)), Acknowledged = (ulong)(28 * (i + 1)) });
            _server.Bars.Written.Count.ShouldBe(28 * (i + 1));
            var predicted = await new Prediction.PredictionClient(_server.Channel).PredictAsync(new PredictRequest { Pair = "EURUSD" });
            predicted.Prediction.Close.ToDateTimeOffset().ShouldBe(Live[i].Close.ToDateTimeOffset());
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Ingest_WholeStream_IsAnsweredOnce()
    {
        using var call = Client.Ingest();
        foreach (var minute in Live)
        {
            await call.RequestStream.WriteAsync(Request(minute));
        }

        await call.RequestStream.CompleteAsync();

        (await call.ResponseAsync).ShouldBe(new IngestReply { Received = 560, Acknowledged = 560 });
        var latest = await Client.LatestAsync(new LatestBarsRequest { Pairs = { "USDJPY" } });
        latest.Bars.Single().ShouldBe(BarMessages.Of(Live[^1].Bars.ToArray().Single(bar => bar.Pair.Name == "USDJPY")));
    }

    [Fact]
    public async Task Ingest_BadRows_AreRejectedWithTheirReasonsAndTheRestIsTaken()
    {
        var request = Request(Live[0]);
        request.Bars[3].High = double.NaN;
        request.Bars[7].Pair = "EURXXX";
        request.Bars[9].Low = request.Bars[9].High + 1;
        using var call = Client.Ingest();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();

        var reply = await call.ResponseAsync;

        reply.Received.ShouldBe(28ul);
        reply.Acknowledged.ShouldBe(25ul);
        reply.RejectedCount.ShouldBe(3ul);
        reply.Rejected.Select(row => row.Row).ShouldBe([3ul, 7ul, 9ul]);
        reply.Rejected[0].Reason.ShouldBe("high is NaN: more than 0 and at most 40 is right.");
        reply.Rejected[1].Pair.ShouldBe("EURXXX");
        reply.Rejected[2].Reason.ShouldContain("do not enclose");
    }

    [Fact]
    public async Task IngestLive_StoreDown_FailsWhatIsNotCommittedAndPredictsAllTheSame()
    {
        using var call = Client.IngestLive();
        await call.RequestStream.WriteAsync(Request(Live[0]));
        await call.ResponseStream.MoveNext(default);
        _server.Bars.IsDown = true;

        await call.RequestStream.WriteAsync(Request(Live[1]));
        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(default));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        error.Status.Detail.ShouldStartWith("28 bars of this stream are committed, send the rest again.");
        error.Trailers.GetValue("bqx-fault").ShouldBe("storage_unavailable");
        var predicted = await new Prediction.PredictionClient(_server.Channel).PredictAsync(new PredictRequest { Pair = "EURUSD" });
        predicted.Prediction.Close.ToDateTimeOffset().ShouldBe(Live[1].Close.ToDateTimeOffset());

        _server.Bars.IsDown = false;
        using var again = Client.IngestLive();
        await again.RequestStream.WriteAsync(Request(Live[1]));
        (await again.ResponseStream.MoveNext(default)).ShouldBeTrue();
        again.ResponseStream.Current.Acknowledged.ShouldBe(28ul);
        _server.Bars.Written.TakeLast(28).ShouldAllBe(bar => bar.Flags == BarFlags.None);
    }

    [Fact]
    public async Task Ingest_TooManyBarsInAMessage_IsRefused()
    {
        var request = new IngestRequest();
        for (var i = 0; i <= IngestSession.MaxBarsPerMessage; i++)
        {
            request.Bars.Add(new Bar { Pair = "EURUSD" });
        }

        using var call = Client.Ingest();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();

        (await Should.ThrowAsync<RpcException>(() => call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Ingest_ManyStreamsAtOnce_AreAllAcknowledged()
    {
        var streams = Enumerable.Range(0, 8).Select(async _ =>
        {
            using var call = Client.Ingest();
            foreach (var minute in Live)
            {
                await call.RequestStream.WriteAsync(Request(minute));
            }

            await call.RequestStream.CompleteAsync();
            return (await call.ResponseAsync).Acknowledged;
        });

        (await Task.WhenAll(streams)).ShouldAllBe(acknowledged => acknowledged == 560);
    }

    [Fact]
    public async Task IngestLive_ClientGivesUp_FreesItsPlace()
    {
        _server.Bars.HoldWrites = new SemaphoreSlim(0);
        for (var i = 0; i < 5; i++)
        {
            using var call = Client.IngestLive();
            await call.RequestStream.WriteAsync(Request(Live[i]));
        }

        _server.Bars.HoldWrites.Release(1000);
        using var last = Client.Ingest();
        await last.RequestStream.WriteAsync(Request(Live[9]));
        await last.RequestStream.CompleteAsync();
        (await last.ResponseAsync).Acknowledged.ShouldBe(28ul);
    }

    private static IngestRequest Request(MinuteBars minute)
    {
        var request = new IngestRequest();
        foreach (var bar in minute.Bars.ToArray())
        {
            request.Bars.Add(BarMessages.Of(bar));
        }

        return request;
    }
}
