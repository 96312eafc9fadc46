using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Up;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>serve</c>: a server over the stored bars and the models that labels are on.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server") { Description = "Path of Bqx.Server.dll.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("serve", "Serves what the labels are on, from the stored bars, until Ctrl-C.") { server, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var storage = await host.GetStorageAsync(cancellationToken);
            var labels = (await storage.Labels.ReadAsync(cancellationToken)).Where(label => label.Current is not null).ToList();
            if (labels.Count == 0)
            {
                throw new FaultException(
                    Fault.UnknownModel, "No label is on a package: train one with './bqx train all' and move a label with './bqx promote'.");
            }

            await using var process = await LocalServer.StartAsync(host, parsed.GetValue(server)!, cancellationToken);
            Print(host, process.Addresses, labels, parsed.GetValue(json));
            return await LocalServer.StayAsync(host, process, cancellationToken);
        });
        return command;
    }

    private static void Print(TrainerHost host, ServerAddresses addresses, IReadOnlyList<ModelLabel> labels, bool json)
    {
        if (json)
        {
            host.Output.WriteJson(new
            {
                Labels = labels.ToDictionary(label => label.Label, label => label.Current!.ToString()),
                Grpc = $"127.0.0.1:{addresses.GrpcPort}",
                Admin = $"127.0.0.1:{addresses.AdminPort}",
                Http = $"http://127.0.0.1:{addresses.HttpPort}",
            });
            return;
        }

        host.Output.WriteLine($"Serving {string.Join(", ", labels.Select(label => $"{label.Label} = {label.Current}"))}");
        host.Output.WriteLine(
            $"predictions 127.0.0.1:{addresses.GrpcPort}, administration 127.0.0.1:{addresses.AdminPort}, metrics http://127.0.0.1:{addresses.HttpPort}/metrics");
    }
}
