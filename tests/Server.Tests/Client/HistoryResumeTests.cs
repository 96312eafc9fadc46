using Bqx.Client;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Server.Tests.Client;

/// <summary>A server that breaks each history off after one minute.</summary>
public sealed class HistoryResumeTests : IAsyncLifetime
{
    private readonly Breaking _service = new();
    private WebApplication _app = null!;
    private BqxClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore().AddGrpc();
        builder.Services.AddSingleton(_service);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<Breaking>();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _client = new BqxClient(new BqxClientOptions { Address = new Uri(address), RetryDelay = TimeSpan.FromMilliseconds(1) });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task History_StreamsBreakOff_ComesOnceAndWhole()
    {
        var closes = new List<long>();
        await foreach (var past in _client.PredictionHistoryAsync(new HistoryQuery { LastMinutes = 3 }))
        {
            closes.Add(past.Prediction.Close.Seconds);
        }

        closes.ShouldBe([60, 60, 120, 120, 180, 180]);
        _service.Asked.ShouldBe([(0, 3), (61, 0), (121, 0), (181, 0)]);
    }

    [Fact]
    public async Task History_BreaksOffAtItsEnd_IsNotAskedAgain()
    {
        var until = DateTimeOffset.FromUnixTimeSeconds(60);
        await foreach (var _ in _client.PredictionHistoryAsync(new HistoryQuery { Until = until }))
        {
        }

        _service.Asked.ShouldBe([(0, 0)]);
    }

    private sealed class Breaking : Prediction.PredictionBase
    {
        public List<(long Since, int LastMinutes)> Asked { get; } = [];

        public override async Task History(
            PredictionHistoryRequest request, IServerStreamWriter<PredictionHistoryReply> responseStream, ServerCallContext context)
        {
            Asked.Add((request.Since?.Seconds ?? 0, request.LastMinutes));
            var next = (((request.Since?.Seconds ?? 0) + 59) / 60 * 60) + (request.Since is null ? 60 : 0);
            if (next > 180)
            {
                return;
            }

            var past = new PastPrediction { Prediction = new PairPrediction { Close = new Timestamp { Seconds = next } } };
            await responseStream.WriteAsync(new PredictionHistoryReply { Predictions = { past, past } });
            throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
        }
    }
}
