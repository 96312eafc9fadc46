using System.Net;
using Bqx.BarePeer;
using Bqx.LoadTests.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

// Kestrel and nothing else: no routing, no middleware, no gRPC library. What it reaches is what HTTP/2 on Kestrel
// leaves to a transport built on top of it. Arguments: [--port N] [--attached].
var at = Array.IndexOf(args, "--port");
var port = at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1]) : 0;
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
{
    options.AddServerHeader = false;
    options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
});
await using var host = builder.Build();
var server = host.Services.GetRequiredService<IServer>();
await server.StartAsync(new PredictionApplication(), CancellationToken.None);
var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
await PeerConsole.ServeAsync(new Uri(address).Port, args.Contains("--attached"), CancellationToken.None);
await server.StopAsync(CancellationToken.None);
