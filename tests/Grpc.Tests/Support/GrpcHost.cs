using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bqx.Grpc.Tests.Support;

/// <summary>A server on a free loopback port, with the interop service unless told otherwise.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];

    private GrpcHost(WebApplication app) => App = app;

    public WebApplication App { get; }

    public RecordedLogs Logs { get; private init; } = new();

    public string Address => App.Urls.Single();

    public int Port => new Uri(Address).Port;

    public static async Task<GrpcHost> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? map = null,
        Action<KestrelServerOptions>? kestrel = null)
    {
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel
            ?? (server => server.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)));
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        (map ?? (routes => routes.MapGrpcService<InteropService>()))(app);
        await app.StartAsync();
        return new GrpcHost(app) { Logs = logs };
    }

    public GrpcChannel Channel(GrpcChannelOptions? options = null)
    {
        var channel = GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());
        _owned.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
