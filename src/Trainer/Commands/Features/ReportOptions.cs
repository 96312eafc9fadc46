using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Commands.Features;

/// <summary>What the commands share that write a document about bars.</summary>
internal static class ReportOptions
{
    public static Option<string?> Bars() => new("--bars")
    {
        Description = "Folder with one file of bars a pair (csv, gz or zip); without it the stored bars.",
    };

    public static Option<string?> Out() => new("--out") { Description = "File to write the Markdown to, instead of standard output." };

    /// <summary>Prints a report as JSON where that is asked for, and writes its document to a file, or without JSON to standard output.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the file cannot be written.</exception>
    public static async Task WriteReportAsync(
        this TrainerHost host, bool json, string? file, Func<object> toJson, Func<string> toText, CancellationToken cancellationToken)
    {
        if (json)
        {
            host.Output.WriteJson(toJson());
        }

        if (file is not null || !json)
        {
            await host.WriteReportAsync(toText(), file, cancellationToken);
        }
    }

    /// <summary>Writes a document to a file, or to standard output where none is named.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the file cannot be written.</exception>
    public static async Task WriteReportAsync(this TrainerHost host, string text, string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            await host.Output.Profile.Out.Writer.WriteAsync(text);
            return;
        }

        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(Path.GetFileName(file))}' cannot be written: {error.GetType().Name}.");
        }

        host.Say($"written {Path.GetFileName(file)}");
    }
}
