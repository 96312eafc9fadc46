using Bqx.Core;
using Bqx.DevServices;
using Bqx.Server;
using Bqx.Server.Hosting;
using Bqx.Server.Requests;
using Microsoft.Extensions.Options;

try
{
    if (args is [RequestsCommand.Name, ..])
    {
        return await RequestsCommand.RunAsync(args[1..], TimeProvider.System, Console.Out, CancellationToken.None);
    }

    var mode = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build()
        .GetValue($"{ServerOptions.Section}:{nameof(ServerOptions.Services)}", ServicesMode.Auto);
    var paths = LocalPaths.Read(Environment.GetEnvironmentVariable, Environment.CurrentDirectory);
    await using var stores = await StoresFactory.OpenAsync(mode, paths, TimeProvider.System, CancellationToken.None);
    await using var app = ServerApp.Create(args, stores);
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (Exception error) when (error is OptionsValidationException or UsageException or DevServicesException or FaultException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return error is OptionsValidationException or UsageException ? 2 : 1;
}
