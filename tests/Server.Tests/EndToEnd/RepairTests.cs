using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Microsoft.Extensions.DependencyInjection;
using Bar = Bqx.Core.Bar;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Bars that come late or corrected: what is then published equals what an engine computes that had the right bars from the start.</summary>
public sealed class RepairTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;

    private PredictionBoard Board => _server.Services.GetRequiredService<PredictionBoard>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromMinutes(30));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1_490)]
    public async Task Ingest_CorrectedBar_PublishesTheBitsOfTheRightBars(int minutesBack)
    {
        var minutes = TestBars.History.Concat(Live).ToList();
        await SendAsync([.. Live.SelectMany(minute => minute.Bars.ToArray())]);
        var wrong = minutes[^(1 + minutesBack)].Bars.Span[7];
        var right = wrong with { HighTicks = wrong.HighTicks + 30, CloseTicks = wrong.HighTicks + 25 };
        var before = Board.Current;

        await SendAsync(right);
        await before.Superseded.WaitAsync(Patience);

        minutes[^(1 + minutesBack)] = Replace(minutes[^(1 + minutesBack)], right);
        Board.Current.Frame!.Values.ToArray().ShouldBe(Expected(minutes));
        Board.Current.Find("production").Values.ShouldAllBe(prediction => prediction.Flags.HasFlag(PredictionFlags.Repaired));
        Board.Current.Frame.ToVectors(default).ShouldAllBe(vector => vector.Flags.HasFlag(VectorFlags.Repaired));
        _server.Bars.Written[^1].Flags.ShouldBe(
            minutesBack < 1440 ? BarFlags.Late | BarFlags.Corrected : _server.Bars.Written[^1].Flags | BarFlags.Late);
    }

    [Fact]
    public async Task Ingest_RefusedBars_AreQuarantinedAsTheyCame()
    {
        var message = BarMessages.Of(Live[0].Bars.Span[0]);
        message.Low = message.High + 1;
        using var call = new Bars.BarsClient(_server.Channel).Ingest();
        await call.RequestStream.WriteAsync(new IngestRequest { Bars = { message } });
        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).RejectedCount.ShouldBe(1ul);

        var row = (await _server.Quarantine.First.WaitAsync(Patience)).ShouldHaveSingleItem();
        (row.Pair, row.Close, row.Reason, row.Source, row.Line).ShouldBe((Pair.All[0], Live[0].Close, BarRejection.OhlcOrder, "live", 0L));
        row.Raw.ShouldStartWith("{ \"pair\": \"EURGBP\"");
    }

    [Fact]
    public async Task Ingest_JumpConfirmedByTheNextMinute_StoresBothBars()
    {
        var first = Scale(Live[0].Bars.Span[3], 1.3);
        var second = Scale(Live[1].Bars.Span[3], 1.3);
        using var call = new Bars.BarsClient(_server.Channel).Ingest();
        await call.RequestStream.WriteAsync(new IngestRequest { Bars = { BarMessages.Of(first), BarMessages.Of(second) } });
        await call.RequestStream.CompleteAsync();

        var reply = await call.ResponseAsync;

        (reply.Received, reply.Acknowledged, reply.RejectedCount).ShouldBe((2ul, 1ul, 1ul));
        _server.Bars.Written.ShouldBe([first, second]);
    }

    private static Bar Scale(Bar bar, double factor)
    {
        int Ticks(int ticks) => (int)(ticks * factor);
        return bar with { OpenTicks = Ticks(bar.OpenTicks), HighTicks = Ticks(bar.HighTicks), LowTicks = Ticks(bar.LowTicks), CloseTicks = Ticks(bar.CloseTicks) };
    }

    private static MinuteBars Replace(MinuteBars minute, Bar bar) =>
        new(minute.Close, minute.Bars.ToArray().Select(other => other.Pair == bar.Pair ? bar : other).ToArray());

    private static float[] Expected(IEnumerable<MinuteBars> minutes)
    {
        var engine = new FeatureEngine();
        foreach (var minute in minutes)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        return FeatureFrame.Read(engine, engine.Close!.Value).Values.ToArray();
    }

    private async Task SendAsync(params Bar[] bars)
    {
        using var call = new Bars.BarsClient(_server.Channel).Ingest();
        await call.RequestStream.WriteAsync(new IngestRequest { Bars = { bars.Select(bar => BarMessages.Of(bar)) } });
        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).Acknowledged.ShouldBe((ulong)bars.Length);
    }
}
