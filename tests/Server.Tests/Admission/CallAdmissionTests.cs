using Bqx.Server.Admission;
using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Admission;

/// <summary>What is put round methods, without a transport.</summary>
public sealed class CallAdmissionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly MetricSum _sums;
    private readonly TaskCompletionSource _release = new();
    private int _reached;

    public CallAdmissionTests() => _sums = new MetricSum(_meters, "bqx.requests.shed", "bqx.deadline.wasted");

    public void Dispose()
    {
        _sums.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData("bqx.v1.Prediction", "Predict", MethodType.Unary)]
    [InlineData("bqx.v1.Prediction", "PredictBatch", MethodType.Unary)]
    [InlineData("bqx.v1.Bars", "Latest", MethodType.Unary)]
    [InlineData("grpc.health.v1.Health", "Check", MethodType.Unary)]
    [InlineData("grpc.health.v1.Health", "Watch", MethodType.ServerStreaming)]
    public void Around_ReadsAndHealth_IsTheMethodItself(string service, string name, MethodType type)
    {
        RequestDelegate inner = _ => Task.CompletedTask;

        Admission().Around(Method(service, name, type), inner).ShouldBeSameAs(inner);
    }

    [Fact]
    public async Task Storm_OfDeadlinesThatPassInTheQueue_ReachesNoInference()
    {
        var infer = Admission(places: 1, queue: 1_000).Around(Method("inference.GRPCInferenceService", "ModelInfer"), RunAsync);
        var running = infer(Call(null));
        var storm = Enumerable.Range(0, 500).Select(_ => Call("5m")).ToList();
        var waiting = storm.Select(call => infer(call)).ToList();
        _time.Advance(TimeSpan.FromMilliseconds(5));

        _release.SetResult();
        await Task.WhenAll([running, .. waiting]);

        _reached.ShouldBe(1);
        storm.ShouldAllBe(call => call.Response.Headers.GrpcStatus == "4");
        _sums["bqx.requests.shed", "expired"].ShouldBe(500);
        _sums["bqx.deadline.wasted", null].ShouldBe(0);
    }

    [Fact]
    public async Task Overload_MoreThanMayWait_IsShedWithPushback()
    {
        var infer = Admission(places: 1, queue: 2).Around(Method("inference.GRPCInferenceService", "ModelInfer"), RunAsync);
        var calls = Enumerable.Range(0, 10).Select(_ => Call(null)).ToList();
        var all = calls.Select(call => infer(call)).ToList();

        var shed = calls.Where(call => call.Response.Headers.GrpcStatus == "8").ToList();
        shed.Count.ShouldBe(7);
        shed.ShouldAllBe(call => call.Response.Headers["grpc-retry-pushback-ms"] == "1");
        shed.ShouldAllBe(call => call.Response.Headers["bqx-fault"] == "overloaded");
        _sums["bqx.requests.shed", "queue"].ShouldBe(7);

        _release.SetResult();
        await Task.WhenAll(all);
        _reached.ShouldBe(3);
    }

    [Fact]
    public async Task Run_StillAtWorkAtItsDeadline_CountsAsWasted()
    {
        var running = Admission().Around(Method("bqx.v1.Prediction", "PredictVector"), RunAsync)(Call("10m"));
        _time.Advance(TimeSpan.FromMilliseconds(11));
        _release.SetResult();
        await running;

        _sums["bqx.deadline.wasted", null].ShouldBe(1);
    }

    [Fact]
    public async Task Streams_MoreThanMayBeOpen_AreShedUntilOneEnds()
    {
        var subscribe = Admission(streams: 1).Around(Method("bqx.v1.Prediction", "Subscribe", MethodType.ServerStreaming), RunAsync);
        var open = subscribe(Call(null));
        var refused = Call(null);
        await subscribe(refused);

        refused.Response.Headers.GrpcStatus.ToString().ShouldBe("8");
        _sums["bqx.requests.shed", "streams"].ShouldBe(1);
        _release.SetResult();
        await open;
        await subscribe(Call(null));
        _reached.ShouldBe(2);
    }

    private static Method<string, string> Method(string service, string name, MethodType type = MethodType.Unary) =>
        new(type, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static DefaultHttpContext Call(string? timeout)
    {
        var http = new DefaultHttpContext();
        if (timeout is not null)
        {
            http.Request.Headers.GrpcTimeout = timeout;
        }

        return http;
    }

    private Task RunAsync(HttpContext http)
    {
        Interlocked.Increment(ref _reached);
        return _release.Task;
    }

    private CallAdmission Admission(int places = 1, int queue = 8, int streams = 8)
    {
        var options = Options.Create(new AdmissionOptions { Concurrency = places, Background = 1, Queue = queue, Streams = streams });
        return new CallAdmission(new InferenceGate(options, _time), options, new AdmissionMetrics(_meters), _time);
    }
}
