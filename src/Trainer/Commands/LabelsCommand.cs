using System.CommandLine;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>labels</c>: what each label is on; <c>labels history</c>: how it came there.</summary>
internal static class LabelsCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("labels", "Shows what every label is on, was on, and is asked to move to.") { json, LabelsHistoryCommand.Create() };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var labels = await (await host.GetStorageAsync(cancellationToken)).Labels.ReadAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    Labels = labels.Select(label => new
                    {
                        label.Label,
                        Current = label.Current?.ToString(),
                        Previous = label.Previous?.ToString(),
                        Requested = label.Requested?.ToString(),
                        label.Reason,
                        label.Revision,
                    }),
                });
                return ExitCode.Done;
            }

            var table = new Table().AddColumns("label", "on", "before", "asked for", "last refusal");
            foreach (var label in labels)
            {
                table.AddRow(
                    Markup.Escape(label.Label),
                    label.Current?.ToString() ?? "",
                    label.Previous?.ToString() ?? "",
                    label.Requested?.ToString() ?? "",
                    Markup.Escape(label.Reason ?? ""));
            }

            host.Output.Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}
