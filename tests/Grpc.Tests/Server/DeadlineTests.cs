using Bqx.Grpc.Tests.Support;
using Bqx.TestKit;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Grpc.Tests.Server;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _serverTime = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Deadline_NoneAsked_MaxValueAndNoTimer()
    {
        await using var host = await StartAsync(
            (_, context) => Task.FromResult($"{context.Deadline == DateTime.MaxValue} {context.CancellationToken.CanBeCanceled}"));

        (await host.Channel().CallUnary("x")).ShouldBe("True True");
    }

    [Fact]
    public async Task Deadline_Asked_SameOnTheServerClock()
    {
        var clientTime = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await StartAsync((_, context) => Task.FromResult(context.Deadline.ToString("O")));
        var deadline = clientTime.GetUtcNow().UtcDateTime.AddSeconds(90);

        var seen = await host.Channel(new GrpcChannelOptions { Time = clientTime })
            .CallUnary("x", new CallOptions(deadline: deadline));

        // Deadlines travel as time left, so clocks may differ: 2017-06-01 is where the server's clock starts.
        seen.ShouldBe("2017-06-01T00:01:30.0000000Z");
    }

    [Fact]
    public async Task DeadlinePasses_HandlerListens_TokenFiresAndStatusIsSent()
    {
        var stopped = new TaskCompletionSource();
        await using var host = await StartAsync(async (_, context) =>
        {
            _entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken)
                .ContinueWith(_ => stopped.SetResult(), TaskScheduler.Default);
            context.CancellationToken.ThrowIfCancellationRequested();
            return "late";
        });

        var call = CallWithFrozenClient(host);
        await HandlerWaitsAsync();
        _serverTime.Advance(TimeSpan.FromSeconds(5));

        (await Strings.StatusOfAsync(call)).ShouldBe(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
        await stopped.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task DeadlinePasses_HandlerDoesNotListen_CallerToldAtOnceAndItsAnswerDropped()
    {
        var release = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception?>();
        await using var host = await StartAsync(async (_, context) =>
        {
            _entered.SetResult();
            await release.Task;
            ended.SetResult(await Record.ExceptionAsync(() => context.WriteResponseHeadersAsync([])));
            return "late";
        });

        var call = CallWithFrozenClient(host);
        await HandlerWaitsAsync();
        _serverTime.Advance(TimeSpan.FromSeconds(5));
        (await Strings.StatusOfAsync(call)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        release.SetResult();

        (await ended.Task.WaitAsync(Limit)).ShouldBeOfType<InvalidOperationException>();
        (await Strings.StatusOfAsync(CallWithFrozenClient(host, "0"))).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        host.Logs.Entries.ShouldNotContain(entry => entry.EventId == 1001);
    }

    [Fact]
    public async Task DeadlinePasses_WaitingForRequests_ReadEnds()
    {
        var read = new TaskCompletionSource<Exception?>();
        await using var host = await GrpcHost.StartAsync(
            services: services => services.AddSingleton<TimeProvider>(_serverTime),
            map: routes => routes.MapClientStreaming(async (requests, context) =>
            {
                _entered.SetResult();
                read.SetResult(await Record.ExceptionAsync(() => requests.MoveNext(CancellationToken.None)));
                return "late";
            }));

        using var call = Frozen(host).CallClientStreaming(FiveSeconds);
        await HandlerWaitsAsync();
        _serverTime.Advance(TimeSpan.FromSeconds(5));

        (await read.Task.WaitAsync(Limit)).ShouldBeAssignableTo<OperationCanceledException>();
        (await Strings.StatusOfAsync(() => call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task CallEndsBeforeDeadline_Always_TimerStopped()
    {
        await using var host = await StartAsync(async (_, context) =>
        {
            await Task.Yield();
            return context.CancellationToken.IsCancellationRequested.ToString();
        });

        (await CallWithFrozenClient(host)).ShouldBe("False");

        _serverTime.Advance(TimeSpan.FromSeconds(5));
        host.Logs.Entries.ShouldNotContain(entry => entry.EventId == 1004);
    }

    [Fact]
    public async Task MalformedTimeout_Call_InternalNamingIt()
    {
        await using var host = await StartAsync((request, _) => Task.FromResult(request));
        await using var http = await RawHttp2.ConnectAsync(host.Port);

        var response = await http.PostAsync("/test.Strings/Unary", RawHttp2.Frame("x"), ("grpc-timeout", "5 seconds"));

        response.Status.ShouldBe((int)StatusCode.Internal);
        response.Message.ShouldContain("'5 seconds'");
    }

    private static CallOptions FiveSeconds =>
        new(deadline: new FakeTimeProvider().GetUtcNow().UtcDateTime.AddSeconds(5));

    private static GrpcChannel Frozen(GrpcHost host) =>
        host.Channel(new GrpcChannelOptions { Time = new FakeTimeProvider() });

    /// <summary>The client's clock stands still: what ends the call is the server.</summary>
    private static AsyncUnaryCall<string> CallWithFrozenClient(GrpcHost host, string request = "x") => request == "0"
        ? Frozen(host).CallUnary(request, new CallOptions(deadline: new FakeTimeProvider().GetUtcNow().UtcDateTime))
        : Frozen(host).CallUnary(request, FiveSeconds);

    /// <summary>The handler runs and the timer of its deadline is armed.</summary>
    private async Task HandlerWaitsAsync()
    {
        await _entered.Task.WaitAsync(Limit);
        await _serverTime.WhenTimersAsync(1).WaitAsync(Limit);
    }

    private Task<GrpcHost> StartAsync(UnaryServerMethod<string, string> handler) => GrpcHost.StartAsync(
        services: services => services.AddSingleton<TimeProvider>(_serverTime),
        map: routes => routes.MapUnary(handler));
}
