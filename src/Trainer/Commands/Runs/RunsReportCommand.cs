using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Commands.Features;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;
using Bqx.Trainer.Reports.Html;

namespace Bqx.Trainer.Commands.Runs;

/// <summary><c>runs report</c>: the report of a run as one HTML file, or a short one as Markdown.</summary>
internal static class RunsReportCommand
{
    public static Command Create()
    {
        var run = RunsCommand.Run();
        var to = new Option<string?>("--to") { Description = "File to write; without it report.html in the run's folder, and Markdown to standard output." };
        var markdown = new Option<bool>("--markdown") { Description = "A short summary in Markdown instead." };
        var json = CommonOptions.Json();
        var command = new Command("report", "Writes the report of a run: one HTML file that needs no network.") { run, to, markdown, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var (file, asMarkdown) = (parsed.GetValue(to), parsed.GetValue(markdown));
            if (asMarkdown && file is null && parsed.GetValue(json))
            {
                throw new FaultException(Fault.InvalidInput, "--json and --markdown both print to standard output: name a file by --to.");
            }

            var store = RunsCommand.Store(host);
            var record = await store.ReadAsync(parsed.GetValue(run)!, cancellationToken);
            var text = asMarkdown ? RunMarkdown.Of(record) : HtmlReport.Write(record);
            if (asMarkdown || file is not null)
            {
                await host.WriteReportAsync(text, file, cancellationToken);
            }
            else
            {
                file = store.ReportOf(record.Id);
                await store.WriteReportAsync(record.Id, text, cancellationToken);
                host.Say($"written {file}");
            }

            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { record.Id, Report = file, Bytes = System.Text.Encoding.UTF8.GetByteCount(text) });
            }

            return ExitCode.Done;
        });
        return command;
    }
}
