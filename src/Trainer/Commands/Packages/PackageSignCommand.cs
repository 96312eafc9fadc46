using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package sign</c>.</summary>
internal static class PackageSignCommand
{
    public static Command Create()
    {
        var id = CommonOptions.Model();
        var key = new Option<string>("--key")
        {
            Description = "PEM file of a private key on P-256: openssl ecparam -name prime256v1 -genkey -noout -out key.pem; its public half for BQX_TRUSTED_KEYS: openssl ec -in key.pem -pubout -out trusted/key.pem.",
            Required = true,
        };
        var json = CommonOptions.Json();
        var command = new Command("sign", "Signs a package, and the members of a bundle before it.") { id, key, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var model = CommonOptions.ParseModel(parsed.GetValue(id));
            var pem = await ReadAsync(parsed.GetValue(key)!, cancellationToken);
            var (name, signed) = await new PackageSigner(host.Models).SignAsync(model, pem, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Key = name, Signed = signed.Select(one => one.ToString()) });
            }
            else
            {
                host.Output.WriteLine($"{signed.Count} {(signed.Count == 1 ? "package is" : "packages are")} signed by the key {name}: {model}{(signed.Count > 1 ? " and its members" : "")}.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.InvalidInput, "The file of --key cannot be read.", error);
        }
    }
}
