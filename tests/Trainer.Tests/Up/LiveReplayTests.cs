using Bqx.Client;
using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.TestKit;
using Bqx.Trainer.Up;

namespace Bqx.Trainer.Tests.Up;

public sealed class LiveReplayTests
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Run_ServerThatRefusesAtFirst_SendsEveryBarAgainUntilItIsTaken()
    {
        await using var server = new ReluctantBars(refusals: 3);
        await server.StartAsync();
        using var client = Client(server);
        var minutes = Minutes(40);
        var progress = new List<double>();

        var totals = await new LiveReplay(client, Patience, _time).RunAsync(minutes, new Heard(progress), default);

        (totals.Acknowledged, totals.RejectedCount).ShouldBe((28ul * 40, 0ul));
        server.Taken.Select(bar => (bar.Pair, bar.CloseTime.ToDateTimeOffset())).ShouldBe(
            minutes.SelectMany(minute => minute.Bars.ToArray()).Select(bar => (bar.Pair.Name, bar.Close.ToDateTimeOffset())));
        progress[^1].ShouldBe(1);
    }

    [Fact]
    public async Task Run_ServerThatNeverTakesBars_GivesUp()
    {
        await using var server = new ReluctantBars(refusals: int.MaxValue);
        await server.StartAsync();
        using var client = Client(server);
        var running = new LiveReplay(client, Patience, _time).RunAsync(Minutes(1), new Heard([]), default);
        await server.Refused;

        _time.Advance(Patience);

        var error = await Should.ThrowAsync<FaultException>(() => running);
        error.Fault.ShouldBe(Fault.StorageUnavailable);
        error.Message.ShouldStartWith("The server has answered no bar for 60 s, after 0 of 28:");
    }

    private static BqxClient Client(ReluctantBars server) =>
        new(new BqxClientOptions { Address = server.Address, RetryDelay = TimeSpan.FromMilliseconds(1) });

    private static List<MinuteBars> Minutes(int count) =>
        [.. new SyntheticMarket(1, SyntheticOptions.GaussianWalk).Generate(Start, Start + count)];

    private sealed class Heard(List<double> fractions) : IProgress<double>
    {
        public void Report(double value) => fractions.Add(value);
    }
}
