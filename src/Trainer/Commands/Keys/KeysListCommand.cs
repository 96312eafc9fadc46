using System.CommandLine;
using System.Globalization;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Keys;

/// <summary><c>keys list</c>.</summary>
internal static class KeysListCommand
{
    public static Command Create()
    {
        var file = KeysCommand.FileOption();
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists keys, their roles and limits; never what they are.") { file, json };
        command.SetBody((host, parsed, _) =>
        {
            var keys = KeysCommand.StoreOf(host, parsed.GetValue(file)).Read();
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    Keys = keys.Select(key => new { key.Name, Roles = RolesOf(key), key.Rate?.PerSecond, key.Rate?.Burst, Created = key.CreatedAt }),
                });
            }
            else
            {
                host.Output.Write(Table(keys));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Table Table(IReadOnlyList<ApiKey> keys)
    {
        var table = new Table().AddColumns("name", "roles", "calls a second", "at once", "created");
        foreach (var key in keys)
        {
            table.AddRow(
                key.Name,
                string.Join(", ", RolesOf(key)),
                key.Rate?.PerSecond.ToString("0.###", CultureInfo.InvariantCulture) ?? "",
                key.Rate?.Burst.ToString(CultureInfo.InvariantCulture) ?? "",
                key.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static IEnumerable<string> RolesOf(ApiKey key) => Enum.GetValues<ApiRoles>()
        .Where(role => role != ApiRoles.None && key.Roles.HasFlag(role)).Select(role => role.ToString().ToLowerInvariant());
}
