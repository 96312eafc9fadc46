using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Keys;

/// <summary><c>keys create</c>.</summary>
internal static class KeysCreateCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Whose key it is, such as desk-1." };
        var roles = new Option<ApiRoles[]>("--role")
        {
            Description = "predict, ingest or admin; may be given several times.",
            Required = true,
            CustomParser = result => [.. result.Tokens.Select(token => RoleOf(token.Value, result.AddError))],
        };
        var perSecond = new Option<double?>("--per-second") { Description = "Calls a second, on average. Default: without limit." };
        var burst = new Option<int?>("--burst") { Description = "Calls at once. Default: as many as a second allows." };
        var file = KeysCommand.FileOption();
        var json = CommonOptions.Json();
        var command = new Command("create", "Makes a key and prints it: it is stored as a hash and cannot be shown again.")
        {
            name, roles, perSecond, burst, file, json,
        };
        command.SetBody((host, parsed, _) =>
        {
            var all = parsed.GetValue(roles)!.Aggregate(ApiRoles.None, (sum, role) => sum | role);
            var text = KeysCommand.StoreOf(host, parsed.GetValue(file))
                .Create(parsed.GetValue(name)!, all, RateOf(parsed.GetValue(perSecond), parsed.GetValue(burst)));
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Name = parsed.GetValue(name), Key = text });
            }
            else
            {
                host.Output.WriteLine(text);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static ApiRoles RoleOf(string text, Action<string> refuse)
    {
        switch (text)
        {
            case "predict":
                return ApiRoles.Predict;
            case "ingest":
                return ApiRoles.Ingest;
            case "admin":
                return ApiRoles.Admin;
            default:
                refuse($"'{text}' is not a role: predict, ingest and admin are.");
                return ApiRoles.None;
        }
    }

    private static ApiRate? RateOf(double? perSecond, int? burst) => (perSecond, burst) switch
    {
        (null, null) => null,
        ( > 0 and <= 1e9, null or >= 1) => new ApiRate(perSecond.Value, burst ?? (int)Math.Max(1, Math.Ceiling(perSecond.Value))),
        _ => throw new FaultException(Fault.InvalidInput, "--per-second takes more than 0 and at most 1e9, --burst 1 or more and only beside it."),
    };
}
