using Bqx.Grpc.Tests.Support;
using Grpc.Core;

namespace Bqx.Grpc.Tests.Server;

public sealed class CancellationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task CallerCancels_Unary_HandlerTokenFires()
    {
        var (entered, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(async (_, context) =>
        {
            context.CancellationToken.Register(stopped.SetResult);
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return "";
        }));
        using var cancel = new CancellationTokenSource();

        var call = host.Channel().CallUnary("x", new CallOptions(cancellationToken: cancel.Token));
        await entered.Task.WaitAsync(Limit);
        await cancel.CancelAsync();

        (await Strings.StatusOfAsync(call)).ShouldBe(new Status(StatusCode.Cancelled, "Call canceled by the client."));
        await stopped.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task CallerDisposes_BetweenReads_ServerWritesEnd()
    {
        var ended = new TaskCompletionSource<Exception?>();
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapServerStreaming(
            async (_, responses, context) =>
            {
                var aborted = new TaskCompletionSource();
                await using var registration = context.CancellationToken.Register(aborted.SetResult);
                await responses.WriteAsync("one");
                await aborted.Task;
                ended.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync("two")));
            }));

        var call = host.Channel().CallServerStreaming("x");
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.Dispose();

        (await ended.Task.WaitAsync(Limit)).ShouldBeAssignableTo<OperationCanceledException>();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
        (await Strings.StatusOfAsync(() => call.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task CallerCancels_WhileServerReads_ReadEnds()
    {
        var read = new TaskCompletionSource<Exception?>();
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapDuplex(async (requests, responses, _) =>
        {
            await responses.WriteAsync("reading");
            read.SetResult(await Record.ExceptionAsync(() => requests.MoveNext(CancellationToken.None)));
        }));

        using var call = host.Channel().CallDuplex();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.Dispose();

        (await read.Task.WaitAsync(Limit)).ShouldNotBeNull();
        host.Logs.Entries.ShouldNotContain(entry => entry.EventId == 1001);
    }

    [Fact]
    public async Task ServerCancelsItself_OwnToken_Cancelled()
    {
        await using var host = await GrpcHost.StartAsync(
            map: routes => routes.MapUnary((_, _) => throw new OperationCanceledException()));

        (await Strings.StatusOfAsync(host.Channel().CallUnary("x"))).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task ReadToken_Cancelled_ThatReadEndsOnly()
    {
        var result = new TaskCompletionSource<string>();
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapDuplex(async (requests, responses, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var read = requests.MoveNext(cancel.Token);
            await cancel.CancelAsync();
            (await Record.ExceptionAsync(() => read)).ShouldBeAssignableTo<OperationCanceledException>();
            await responses.WriteAsync("go on");
            result.SetResult(await requests.MoveNext(CancellationToken.None) ? requests.Current : "end");
        }));

        using var call = host.Channel().CallDuplex();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await call.RequestStream.WriteAsync("one");

        (await result.Task.WaitAsync(Limit)).ShouldBe("one");
    }
}
