using System.Net;
using Bqx.BarePeer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

// Kestrel and nothing else: no routing, no middleware, no gRPC library. What it reaches is what HTTP/2 on Kestrel
// leaves to a transport built on top of it.
var port = args is ["--port", var text] ? int.Parse(text) : 0;
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
{
    options.AddServerHeader = false;
    options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
});
builder.WebHost.UseSockets(options => options.UnsafePreferInlineScheduling = Environment.GetEnvironmentVariable("INLINE") != "0");
await using var services = builder.Build();
var server = services.Services.GetRequiredService<IServer>();
await server.StartAsync(new PredictionApplication(), CancellationToken.None);
var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
await Console.Out.WriteLineAsync($"listening {new Uri(address).Port}");
using var ended = new ConsoleEnd();
await ended.Task;
await server.StopAsync(CancellationToken.None);
