using System.Text.RegularExpressions;
using Bqx.Core;
using Bqx.Features;
using Bqx.OpenInference;
using Bqx.Plugins.NoOp;
using Bqx.Server.Tests.Doubles;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Server.Tests.Admission;

/// <summary>Calls whose deadline passes while a model is at work, over real gRPC.</summary>
public sealed class DeadlineStormTests : IAsyncLifetime, IDisposable
{
    private const int Storm = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FixedPlugin _plugin = new();
    private readonly SemaphoreSlim _leave = new(0);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestServer _server = null!;
    private GrpcChannel _channel = null!;
    private int _runs;

    public async ValueTask InitializeAsync()
    {
        var repository = new FixedRepository
        {
            [new ModelId("noop", 1)] = NoOpPackage.Create(new ModelId("noop", 1), FeatureCatalogue.Schema),
            [new ModelId("slow", 1)] = TestModels.Package(new ModelId("slow", 1), TestModels.Output(0), null, FeatureCatalogue.Schema),
        };
        _server = await TestServer.StartConfiguredAsync(
            TimeProvider.System,
            repository,
            builder => builder.Services.AddSingleton<IModelPlugin>(_plugin),
            "--Admission:Concurrency=1",
            $"--Admission:Queue={Storm}",
            $"--Server:MaxStreamsPerConnection={2 * Storm}");
        await new GRPCInferenceService.GRPCInferenceServiceClient(_server.Admin).RepositoryModelLoadAsync(
            new RepositoryModelLoadRequest { ModelName = "slow" });
        _plugin.OnBar = (_, _) => Run();
        _channel = GrpcChannel.ForAddress(
            _server.Addresses[0], new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false } });
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _leave.Dispose();

    [Fact]
    public async Task Storm_OfDeadlinesThatPassWhileAModelRuns_LessThanOneInAThousandReachesTheModel()
    {
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(_channel);
        var request = InferRig.Raw("slow", InferRig.Rows(Core.Pair.Count, FeatureCatalogue.Schema.Count), FeatureCatalogue.Schema.Count);
        var running = client.ModelInferAsync(request).ResponseAsync;
        await _entered.Task.WaitAsync(Patience);

        var storm = await Task.WhenAll(Enumerable.Range(0, Storm).Select(async _ =>
        {
            var error = await Should.ThrowAsync<RpcException>(() => client.ModelInferAsync(
                request, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200)).ResponseAsync);
            return error.StatusCode;
        }));
        await client.ServerLiveAsync(new ServerLiveRequest());
        _leave.Release();
        await running;

        storm.ShouldAllBe(status => status == StatusCode.DeadlineExceeded || status == StatusCode.ResourceExhausted);
        _leave.Release();
        await client.ModelInferAsync(request);
        (_runs - 2).ShouldBeLessThan(1 + (Storm / 1_000));
        Sum(await _server.Http.GetStringAsync("/metrics"), "bqx_deadline_wasted_total").ShouldBe(0);
    }

    private void Run()
    {
        Interlocked.Increment(ref _runs);
        _entered.TrySetResult();
        _leave.Wait(Patience);
    }

    private static double Sum(string metrics, string name) => Regex.Matches(metrics, $@"^{name}(?:{{[^}}]*}})? (\S+)$", RegexOptions.Multiline)
        .Sum(match => double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
}
