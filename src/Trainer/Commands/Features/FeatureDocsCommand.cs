using System.CommandLine;
using Bqx.Features;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features docs</c>: the reference in Markdown.</summary>
internal static class FeatureDocsCommand
{
    public static Command Create()
    {
        var output = ReportOptions.Out();
        var command = new Command("docs", "Writes the feature reference in Markdown (docs/features.md is its output).") { output };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            await host.WriteReportAsync(FeatureReference.Markdown(), parsed.GetValue(output), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
