using System.Threading.Channels;
using Bqx.Client;
using Bqx.Core;
using Bqx.Server.InMemory;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Two servers over the same stores: one takes bars, the other serves and waits.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(8);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SwitchedBarStore _bars = new();
    private readonly MemoryLabelStore _labels = new();
    private readonly MemoryChanges _changes = new();
    private readonly TestLease _lease = new(1);
    private readonly TaskCompletionSource<IIngestLease> _again = new();
    private readonly TaskCompletionSource<IIngestLease> _second = new();
    private readonly Channel<IngestLeaseRequest> _sought = Channel.CreateUnbounded<IngestLeaseRequest>();
    private TestServer _holder = null!;
    private TestServer _waiter = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var minute in TestBars.History)
        {
            await _bars.WriteAsync(minute.Bars, default);
        }

        await _labels.RequestAsync("production", new ModelId(NoOpRepository.Name, 1), default);
        var leases = new Queue<Task<IIngestLease>>([Task.FromResult<IIngestLease>(_lease), _again.Task]);
        _holder = await TestServer.StartSharedAsync(
            _bars, _labels, _changes, (request, stop) => Seek(request, leases.Dequeue(), stop), "--Server:Replica=one", "--Server:FollowEvery=00:00:00.010");
        await SoughtAsync();
        _waiter = await TestServer.StartSharedAsync(
            _bars,
            _labels,
            _changes,
            (request, stop) =>
            {
                request.Held(_lease.Epoch);
                return _second.Task.WaitAsync(stop);
            },
            "--Server:Replica=two",
            "--Server:FollowEvery=00:00:00.010");
    }

    public async ValueTask DisposeAsync()
    {
        await _holder.DisposeAsync();
        await _waiter.DisposeAsync();
    }

    [Fact]
    public async Task Waiter_FollowsTheHolderAndTakesOverItsBarsWithTheSameBits()
    {
        await IngestAsync(_holder, Live.Take(3));
        await UntilAsync(_waiter, Live[2].Close);
        Values(_waiter).ShouldBe(Values(_holder));
        (await RefusalAsync(_waiter)).ShouldBe("Another server takes bars now, this one waits to take over: send them there, or again later.");

        // Followed already, then corrected: the waiter learns of it when it takes over.
        var corrected = Live[1].Bars.Span[5] with { CloseTicks = Live[1].Bars.Span[5].LowTicks };
        await IngestAsync(_holder, [new MinuteBars(Live[1].Close, new[] { corrected })]);
        await _lease.LoseAsync();
        _second.SetResult(new TestLease(2));
        (await SoughtAsync()).Held(2);
        await IngestAsync(_waiter, Live.Skip(3).Take(2));

        (await RefusalAsync(_holder)).ShouldStartWith("Another server");
        await UntilAsync(_holder, Live[4].Close);
        Values(_waiter).ShouldBe(Values(_holder));
    }

    [Fact]
    public async Task Start_LeaseSlowToCome_IsNotTakenForAnotherServers()
    {
        var lease = new TaskCompletionSource<IIngestLease>();
        await using var server = await TestServer.StartSharedAsync(
            _bars, _labels, _changes, (_, stop) => lease.Task.WaitAsync(stop), "--Server:Replica=three", "--Server:FollowEvery=00:00:00.010");

        (await RefusalAsync(server)).ShouldBe("This server has just started and takes no bars yet: send them again.");
        var sending = IngestAsync(server, Live.Take(2));
        lease.SetResult(new TestLease(7));
        await sending.WaitAsync(Patience);
    }

    [Fact]
    public async Task Holder_LosesALeaseThatNobodyTakes_GoesOnWithTheStreamsThatAreOpen()
    {
        using var call = new V1.Bars.BarsClient(_holder.Channel).IngestLive();
        await SendAsync(call, Live[0], 28);

        // The store still takes its own lost connection for the holder.
        await _lease.LoseAsync();
        var sought = await SoughtAsync();
        sought.Held(_lease.Epoch);
        await SendAsync(call, Live[1], 56);
        _again.SetResult(new TestLease(2));
        await SendAsync(call, Live[2], 84);

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default)).ShouldBeFalse();
        sought.Length.ShouldBe(TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task Import_IntoThePast_BothServersPublishTheBitsOfItsBars()
    {
        await IngestAsync(_holder, Live.Take(3));
        await UntilAsync(_waiter, Live[2].Close);
        var (held, waited) = (Board(_holder).Current, Board(_waiter).Current);
        var imported = TestBars.History[^300].Bars.Span[5];
        imported = imported with { HighTicks = imported.HighTicks + 40, CloseTicks = imported.HighTicks + 40 };
        await _bars.WriteAsync(new[] { imported }, default);

        _changes.Tell(imported.Close);

        await held.Superseded.WaitAsync(Patience);
        await waited.Superseded.WaitAsync(Patience);
        Values(_holder).ShouldNotBe(held.Frame!.Values.ToArray());
        Values(_waiter).ShouldBe(Values(_holder));
    }

    [Fact]
    public async Task RoleServe_RefusesBarsAndSaysWhichRoleTakesThem()
    {
        await using var server = await TestServer.StartSharedAsync(
            _bars, _labels, _changes, (_, _) => throw new InvalidOperationException("A server that only serves wants no lease."), "--Server:Roles=serve",
            "--Server:FollowEvery=00:00:00.010");

        (await RefusalAsync(server)).ShouldBe("This server takes no bars (Server:Roles=serve): send them to one with Server:Roles=serve,ingest.");
        await IngestAsync(_holder, Live.Take(1));
        await UntilAsync(server, Live[0].Close);
    }

    private static async Task SendAsync(AsyncDuplexStreamingCall<IngestRequest, IngestReply> call, MinuteBars minute, ulong acknowledged)
    {
        await call.RequestStream.WriteAsync(new IngestRequest { Bars = { Message(minute) } });
        do
        {
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        while (call.ResponseStream.Current.Acknowledged < acknowledged);
    }

    private static async Task IngestAsync(TestServer server, IEnumerable<MinuteBars> minutes)
    {
        using var client = new BqxClient(new BqxClientOptions { Address = server.Address });
        await foreach (var _ in client.IngestBarsAsync(minutes.Select(Message).ToAsyncEnumerable()))
        {
        }
    }

    // Each request of the holder once, in order.
    private Task<IngestLeaseRequest> SoughtAsync() => _sought.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private Task<IIngestLease> Seek(IngestLeaseRequest request, Task<IIngestLease> lease, CancellationToken stop)
    {
        _sought.Writer.TryWrite(request);
        return lease.WaitAsync(stop);
    }

    private static IReadOnlyList<V1.Bar> Message(MinuteBars minute) => [.. minute.Bars.ToArray().Select(bar => BarMessages.Of(bar))];

    private static async Task<string> RefusalAsync(TestServer server)
    {
        using var call = new V1.Bars.BarsClient(server.Channel).Ingest();
        var refused = await Should.ThrowAsync<RpcException>(call.ResponseAsync);
        refused.StatusCode.ShouldBe(StatusCode.Unavailable);
        return refused.Status.Detail;
    }

    private static async Task UntilAsync(TestServer server, Minute close)
    {
        var board = server.Services.GetRequiredService<PredictionBoard>();
        while (board.Current is var snapshot && !(snapshot.Frame?.Close >= close))
        {
            await snapshot.Superseded.WaitAsync(Patience);
        }
    }

    private static PredictionBoard Board(TestServer server) => server.Services.GetRequiredService<PredictionBoard>();

    private static float[] Values(TestServer server) =>
        Board(server).Current.Frame!.Values.ToArray();
}
