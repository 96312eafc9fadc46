using System.Net;
using Bqx.LoadTests.Servers;
using Bqx.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.LoadTests.Tests.Fakes;

/// <summary>The services of bqx.v1 that the load tests call, on a loopback port and a Unix socket, with made-up answers.</summary>
internal sealed class FakeServer : IServerUnderTest
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private FakeServer(WebApplication app, DirectoryInfo folder, FakeState state)
    {
        _app = app;
        _folder = folder;
        State = state;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.Single(address => address.StartsWith("http://127", StringComparison.Ordinal)));
    }

    public FakeState State { get; }

    public Uri Address { get; }

    public Uri Admin => Address;

    public string UnixAddress => $"unix:{SocketIn(_folder)}";

    public static async Task<FakeServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            options.ListenUnixSocket(SocketIn(folder), listen => listen.Protocols = HttpProtocols.Http2);
        });
        var state = new FakeState();
        builder.Services.AddRoutingCore().AddGrpc();
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton<FakePrediction>();
        builder.Services.AddSingleton<FakeDiagnostics>();
        builder.Services.AddSingleton<FakeModels>();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<FakePrediction>();
        app.MapGrpcService<FakeDiagnostics>();
        app.MapGrpcService<FakeModels>();
        await app.StartAsync(cancellationToken);
        return new FakeServer(app, folder, state);
    }

    public Task<MemoryStatsReply> MemoryAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new MemoryStatsReply { TotalAllocatedBytes = GC.GetTotalAllocatedBytes(), WorkingSetBytes = Environment.WorkingSet });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string SocketIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "s");
}
