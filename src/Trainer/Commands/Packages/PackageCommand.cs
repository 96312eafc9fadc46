using System.CommandLine;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package</c>, also called <c>models</c>: what can be done with packages besides promoting them.</summary>
internal static class PackageCommand
{
    public static Command Create()
    {
        var command = new Command("package", "Lists, shows, verifies, signs, bundles and exports packages of the model repository.")
        {
            PackageListCommand.Create(),
            PackageShowCommand.Create(),
            PackageVerifyCommand.Create(),
            PackageSignCommand.Create(),
            PackageBundleCommand.Create(),
            PackageExportCommand.Create(),
        };
        command.Aliases.Add("models");
        return command;
    }
}
