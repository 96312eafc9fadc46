using Bqx.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Trainer.Tests.Up;

/// <summary>A server that refuses so many streams of bars, as one that has just started, and takes in those that come after.</summary>
internal sealed class ReluctantBars(int refusals) : V1.Bars.BarsBase, IAsyncDisposable
{
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _app = null!;
    private int _calls;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Completes with the first refusal.</summary>
    public Task Refused => _refused.Task;

    public List<Bar> Taken { get; } = [];

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<ReluctantBars>();
        await _app.StartAsync();
    }

    public override async Task IngestLive(
        IAsyncStreamReader<IngestRequest> requestStream, IServerStreamWriter<IngestReply> responseStream, ServerCallContext context)
    {
        if (Interlocked.Increment(ref _calls) <= refusals)
        {
            _refused.TrySetResult();
            throw new RpcException(new Status(StatusCode.Unavailable, "This server has just started and takes no bars yet: send them again."));
        }

        var reply = new IngestReply();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            Taken.AddRange(request.Bars);
            reply.Received += (ulong)request.Bars.Count;
            reply.Acknowledged = reply.Received;
            await responseStream.WriteAsync(reply);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
