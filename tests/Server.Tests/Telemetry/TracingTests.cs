using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Telemetry;

/// <summary>Spans, and that nothing is paid for them while nobody listens. One class, so that its tests do not run at the same time.</summary>
public sealed class TracingTests
{
    [Fact]
    public async Task Ingest_WithACollectorOverHttp_SendsTheTreeOfTheMinute()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        await using var server = await TestServer.StartAsync(
            TimeProvider.System,
            args: [$"--Telemetry:OtlpEndpoint={collector.Address}v1/traces", "--Telemetry:OtlpProtocol=Http", "--Telemetry:ExportEvery=00:00:00.050"]);
        using var client = new BqxClient(new BqxClientOptions { Address = server.Address });
        var minute = TestBars.Live(1)[0];

        await foreach (var _ in client.IngestBarsAsync(new[] { Message(minute) }.ToAsyncEnumerable()))
        {
        }

        // Servers of other tests of this process have their spans sent along: theirs are complete trees of the minute too.
        var spans = await collector.WaitAsync(all => Trees(all, minute.Close).Any(tree => tree.Length > 0));
        Trees(spans, minute.Close).ShouldContain("features infer publish");
    }

    [Fact]
    public void CallWatch_NobodyTraces_AllocatesNothing()
    {
        const int Calls = 1_000;
        var watch = new CallWatch(
            Options.Create(new TelemetryOptions { SlowCall = TimeSpan.FromHours(1) }), TimeProvider.System, NullLogger<CallWatch>.Instance);
        var context = Context();
        RequestDelegate next = _ => Task.CompletedTask;
        _ = watch.RunAsync(context, next);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Calls; i++)
        {
            _ = watch.RunAsync(context, next);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData(499, 0)]
    [InlineData(501, 1)]
    public async Task CallWatch_SlowCall_IsLogged(int milliseconds, int lines)
    {
        var (time, log) = (new FakeTimeProvider(), new LogLines<CallWatch>());
        var watch = new CallWatch(Options.Create(new TelemetryOptions { SlowCall = TimeSpan.FromMilliseconds(500) }), time, log);
        var answered = new TaskCompletionSource();

        var running = watch.RunAsync(Context(), _ => answered.Task);
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        answered.SetResult();
        await running;

        log.Lines.ShouldBe(Enumerable.Repeat($"Slow call: bqx.v1.Prediction/Predict took {milliseconds}.0 ms, trace none", lines));
    }

    // The parts of each minute that a message's span is the root of.
    private static List<string> Trees(IReadOnlyList<SpanRecord> spans, Minute close) =>
    [
        .. from minute in spans
           where minute.Name == "minute" && minute.Tags["bqx.close"] == close.ToString()
           where spans.Any(root => root.Name == "ingest" && root.Id == minute.Parent && root.Parent.Length == 0 && root.Trace == minute.Trace)
           select string.Join(' ', spans.Where(part => part.Parent == minute.Id && !part.Name.StartsWith("write ", StringComparison.Ordinal))
               .OrderBy(part => part.Start).Select(part => part.Name)),
    ];

    private static DefaultHttpContext Context()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "bqx.v1.Prediction", "Predict", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new GrpcMethodMetadata(typeof(string), method)), "Predict"));
        return context;
    }

    private static IReadOnlyList<V1.Bar> Message(MinuteBars minute) => [.. minute.Bars.ToArray().Select(bar => BarMessages.Of(bar))];
}
