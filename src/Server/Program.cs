using Bqx.Server;
using Bqx.Server.Hosting;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
var services = configuration.GetValue($"{ServerOptions.Section}:{nameof(ServerOptions.Services)}", ServicesMode.Auto);

await using var stores = await StoresFactory.OpenAsync(services, TimeProvider.System, CancellationToken.None);
await using var app = ServerApp.Create(args, stores);
await app.RunAsync();
return Environment.ExitCode;
