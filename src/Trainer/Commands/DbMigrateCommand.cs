using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>db migrate</c>.</summary>
internal static class DbMigrateCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("migrate", "Brings the schema up to date and creates the partitions of this month and the next.") { json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var storage = await host.OpenStorageAsync(cancellationToken);
            var before = await storage.Admin.GetStatusAsync(cancellationToken);
            await storage.MigrateAsync(cancellationToken);
            await storage.Admin.EnsurePartitionsAsync(Minute.Floor(host.Clock.GetUtcNow()), cancellationToken);
            var after = await storage.Admin.GetStatusAsync(cancellationToken);
            var made = after.Tables.Sum(table => table.Partitions) - before.Tables.Sum(table => table.Partitions);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { From = before.Version, To = after.Version, Applied = before.Pending, PartitionsCreated = made });
            }
            else
            {
                host.Output.WriteLine(before.Pending.Count == 0
                    ? $"The schema is up to date: version {after.Version}."
                    : $"Version {before.Version} became {after.Version}: {string.Join(", ", before.Pending)}.");
                host.Output.WriteLine($"{made:N0} partitions created ahead.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
