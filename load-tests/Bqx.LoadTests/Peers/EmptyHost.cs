using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.LoadTests.Peers;

/// <summary>Our transport with an empty unary call and nothing else, in the process that measures itself against peers.</summary>
internal static class EmptyHost
{
    public static async Task ServeAsync(int port, bool attached, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<EmptyPeerService>();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EmptyPeerService>();
        app.UseEndpoints(_ => { });
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await PeerConsole.ServeAsync(new Uri(addresses.First()).Port, attached, cancellationToken);
        await app.StopAsync(CancellationToken.None);
    }
}
