using System.CommandLine;
using System.Globalization;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>labels history</c>: promotions and rollbacks, with what the rules said and why they were overruled.</summary>
internal static class LabelsHistoryCommand
{
    public static Command Create()
    {
        var label = new Option<string?>("--label") { Description = "Of this label only." };
        var limit = CommonOptions.Limit(20);
        var json = CommonOptions.Json();
        var command = new Command("history", "Shows promotions and rollbacks, the latest first.") { label, limit, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var storage = await host.GetStorageAsync(cancellationToken);
            var entries = await storage.Promotions.ListAsync(parsed.GetValue(label), parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    Promotions = entries.Select(entry => new
                    {
                        entry.At,
                        entry.Label,
                        Model = entry.Model.ToString(),
                        Previous = entry.Previous?.ToString(),
                        entry.Judgement,
                        entry.Forced,
                        entry.Statistic,
                    }),
                });
                return ExitCode.Done;
            }

            var table = new Table().AddColumns("at", "label", "model", "before", "rules", "forced because");
            foreach (var entry in entries)
            {
                table.AddRow(
                    entry.At?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
                    Markup.Escape(entry.Label),
                    entry.Model.ToString(),
                    entry.Previous?.ToString() ?? "",
                    Markup.Escape(entry.Judgement),
                    Markup.Escape(entry.Forced ?? ""));
            }

            host.Output.Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}
