using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Requests;
using Bqx.Server.Services;
using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Requests;

public sealed class RequestRecorderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly MetricSums _sums;
    private readonly MemoryRequestLog _log = new();
    private readonly PipelineRig _rig;

    public RequestRecorderTests()
    {
        _sums = new MetricSums(_meters);
        _rig = new PipelineRig(_time);
        _rig.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _sums.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 5)]
    [InlineData(1, 20)]
    public void Takes_TwentyCallsOfAThread_IsTheShare(double share, int expected)
    {
        using var recorder = Recorder(new RequestLogOptions { Share = share });
        var taken = 0;
        var thread = new Thread(() => taken = Enumerable.Range(0, 20).Count(_ => recorder.Takes()));

        thread.Start();
        thread.Join();

        taken.ShouldBe(expected);
    }

    [Fact]
    public async Task Offer_MoreThanFit_AreDroppedAndCountedAndTheRestIsWrittenWithItsRows()
    {
        using var recorder = Recorder(new RequestLogOptions { Share = 1, Capacity = 2 });
        var reply = await ReplyAsync("USDJPY");

        for (var i = 0; i < 5; i++)
        {
            recorder.Offer(reply);
        }

        recorder.Complete();
        await recorder.RunAsync(TestContext.Current.CancellationToken);

        _sums["bqx.side_write", "dropped"].ShouldBe(3);
        _sums["bqx.side_write", "written"].ShouldBe(2);
        _log.Written.Count.ShouldBe(2);
        _log.Written[0].Pair.Name.ShouldBe("USDJPY");
        _log.Written[0].Position.ShouldBe(Pair.Parse("USDJPY").Index);
        _log.Written[0].Input.Rows.ToArray().ShouldBe(_rig.Board.Current.Frame!.Values.ToArray());
        _log.Written[0].Input.ShouldBeSameAs(_log.Written[1].Input);
        V1.PredictReply.Parser.ParseFrom(_log.Written[0].Answer.Span).ShouldBe(reply.ToMessage());
        _log.Trimmed.ShouldBe([_time.GetUtcNow() - TimeSpan.FromDays(7)]);
    }

    [Fact]
    public async Task Log_OutOfReach_FailsAreCountedAndNothingIsThrown()
    {
        using var recorder = Recorder(new RequestLogOptions { Share = 1 });
        _log.Failure = new FaultException(Fault.StorageUnavailable, "PostgreSQL is out of reach.");

        recorder.Offer(await ReplyAsync("EURUSD"));
        recorder.Complete();
        await recorder.RunAsync(TestContext.Current.CancellationToken);

        _sums["bqx.side_write", "failed"].ShouldBe(1);
        _log.Trimmed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("replay", 24, 10_000, false)]
    [InlineData("replay --hours 1.5 --limit 7 --json", 1.5, 7, true)]
    public void Arguments_Right_AreRead(string text, double hours, int limit, bool json) =>
        ReplayArguments.Parse(text.Split(' ')).ShouldBe(new ReplayArguments(TimeSpan.FromHours(hours), limit, json));

    [Theory]
    [InlineData("list", "'list' is not a command of requests: ./bqx requests replay is one.")]
    [InlineData("replay --yaml", "'--yaml' is unknown: --hours N, --limit N and --json are right.")]
    [InlineData("replay --hours", "--hours wants a number above 0.")]
    [InlineData("replay --hours -1", "--hours wants a number above 0, not '-1'.")]
    public void Arguments_Wrong_SayWhatIsRight(string text, string message) =>
        Should.Throw<UsageException>(() => ReplayArguments.Parse(text.Split(' '))).Message.ShouldBe(message);

    private async Task<PublishedReply> ReplyAsync(string pair)
    {
        await _rig.ServeAsync(1);
        return await _rig.Service.Predict(new V1.PredictRequest { Pair = pair }, null!);
    }

    private RequestRecorder Recorder(RequestLogOptions options) => new(
        _log,
        Options.Create(options),
        Options.Create(new SignalOptions()),
        new SideWriterMetrics(_meters),
        _time,
        NullLogger<RequestRecorder>.Instance);
}
