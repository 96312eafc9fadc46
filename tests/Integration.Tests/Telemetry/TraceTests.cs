using System.Diagnostics;
using Bqx.Integration.Tests.Serving;
using Bqx.TestKit;

namespace Bqx.Integration.Tests.Telemetry;

/// <summary>Traces of the server's process, as a collector gets them.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Minute_Ingested_IsOneTraceFromTheMessageToTheStores()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        await using var rig = await ServingRig.CreateAsync($"--Telemetry:OtlpEndpoint={collector.Address}", "--Telemetry:ExportEvery=00:00:00.050");
        using var sender = new Activity("sender").Start();

        // Redis is connected to in the background: a minute that comes before is not written there.
        var (spans, close) = (collector.Spans, ServingRig.Start);
        foreach (var live in ServingRig.Live(20))
        {
            (_, close) = (await rig.IngestAsync([live]), live.Close);
            spans = await TraceOfAsync(collector, close);
            if (spans.Any(span => span.Name == "redis EVALSHA"))
            {
                break;
            }
        }

        var root = spans.Single(span => span.Name == "ingest");
        root.Parent.ShouldBe("");
        root.Links.ShouldBe([sender.TraceId.ToHexString()]);
        root.Tags["bqx.bars"].ShouldBe("28");
        spans.ShouldAllBe(span => span.Service == "bqx-server" && span.End >= span.Start);
        spans.ShouldAllBe(span => !span.Failed || span.Name == "redis EVALSHA");
        Children(spans, root).ShouldBe(["commit", "minute"]);
        var minute = spans.Single(span => span.Name == "minute");
        minute.Tags["bqx.close"].ShouldBe(close.ToString());
        Children(spans, minute).ShouldBe(["features", "infer", "publish", "write feature_vector", "write prediction", "write vector_cache"]);
        spans.Single(span => span.Name == "infer").Tags["bqx.model"].ShouldBe("sample@1");
        Children(spans, spans.Single(span => span.Name == "commit")).ShouldContain("postgresql BarStore.Write");
        Children(spans, spans.Single(span => span.Name == "write vector_cache")).ShouldBe(Enumerable.Repeat("redis EVALSHA", 28));
        Children(spans, spans.Single(span => span.Name == "write prediction")).ShouldContain("postgresql PredictionLog.Write");
        Children(spans, spans.Single(span => span.Name == "write feature_vector")).ShouldBe(["postgresql FeatureStore.WriteLatest"]);
        var order = new[] { "features", "infer", "publish" }.Select(name => spans.Single(span => span.Name == name).Start).ToList();
        order.ShouldBe(order.Order());
    }

    [Fact]
    public async Task Call_OfACallerThatTraces_IsASpanOfItsTraceAndNamesItInTheLogWhenSlow()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        await using var rig = await ServingRig.CreateAsync(
            $"--Telemetry:OtlpEndpoint={collector.Address}",
            "--Telemetry:ExportEvery=00:00:00.050",
            "--Telemetry:CallShare=0",
            "--Server:WarmUpCalls=0",
            "--Telemetry:SlowCall=00:00:00",
            "--Telemetry:JsonLogs=true");
        await rig.Server.Client.PredictAsync("EURUSD");
        using var caller = new Activity("caller").Start();
        caller.ActivityTraceFlags = ActivityTraceFlags.Recorded;

        await rig.Server.Client.PredictAsync("EURUSD");
        await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await rig.Server.Client.PredictAsync("EURUSX"));

        var spans = await collector.WaitAsync(all => all.Count >= 2);
        spans.ShouldAllBe(span => span.Name == "bqx.v1.Prediction/Predict" && span.Trace == caller.TraceId.ToHexString());
        spans.ShouldAllBe(span => span.Parent.Length == 16);
        spans.Select(span => (span.Tags["rpc.grpc.status_code"], span.Failed)).ShouldBe([("0", false), ("5", true)]);
        var (code, output) = await rig.Server.TerminateAsync();
        code.ShouldBe(0, output);
        var slow = output.Split('\n').Where(line => line.Contains("Slow call: bqx.v1.Prediction/Predict", StringComparison.Ordinal)).ToList();
        slow.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("State").GetProperty("TraceId").GetString())
            .ShouldBe(["none", caller.TraceId.ToHexString(), caller.TraceId.ToHexString()]);
    }

    // All of a minute's trace, once the last parts of it are there.
    private static async Task<IReadOnlyList<SpanRecord>> TraceOfAsync(OtlpCollector collector, Core.Minute close)
    {
        string[] last = ["ingest", "commit", "write vector_cache", "write feature_vector", "write prediction"];
        IReadOnlyList<SpanRecord> trace = [];
        await collector.WaitAsync(all =>
        {
            var minute = all.FirstOrDefault(span => span.Name == "minute" && span.Tags["bqx.close"] == close.ToString());
            trace = [.. all.Where(span => span.Trace == minute?.Trace)];
            return !last.Except(trace.Select(span => span.Name)).Any();
        });
        return trace;
    }

    private static IEnumerable<string> Children(IEnumerable<SpanRecord> spans, SpanRecord parent) =>
        spans.Where(span => span.Parent == parent.Id).Select(span => span.Name).Order(StringComparer.Ordinal);
}
